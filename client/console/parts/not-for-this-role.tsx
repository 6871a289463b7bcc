import { useDesk } from "./context.ts";
import { Empty } from "./states.tsx";

/** The server would refuse what the page is for. */
export function NotForThisRole() {
  const { me } = useDesk();
  return (
    <Empty icon="account" title="This page is not part of your role">
      You are signed in as {me.role}. An owner can change that. <a href="#/inbox">Open the inbox</a>.
    </Empty>
  );
}
