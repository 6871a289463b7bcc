import { LEAST_ROLE, ROLES, type Role, type Verb } from "../../../src/protocol/roles.ts";
import { useDesk } from "./context.ts";
import { Empty } from "./states.tsx";

const YOU_MAY: Record<Role, string> = {
  viewer: "As a viewer you read conversations, reviews, insights and prompts, and change nothing.",
  agent: "As an agent you answer customers, review answers, and read insights, models and prompts.",
  engineer: "As an engineer you do what agents do, and look after prompts, models and datasets.",
  owner: "As an owner you may do everything.",
};

/** The server would refuse what the page is for. */
export function NotForThisRole({ needs }: { needs: Verb }) {
  const { me } = useDesk();
  const those = ROLES.slice(ROLES.indexOf(LEAST_ROLE[needs])).map((role) => `${role}s`);
  return (
    <Empty icon="account" title={`This page is for ${those.join(" and ")}`}>
      {YOU_MAY[me.role]} If you need more, ask an owner to change your role. <a href="#/inbox">Open the inbox</a>.
    </Empty>
  );
}
