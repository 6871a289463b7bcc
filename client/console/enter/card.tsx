import type { ComponentChildren } from "preact";
import logo from "../logo.svg";

type Props = { title: string; children: ComponentChildren; lead: string };

export function EntranceCard({ title, lead, children }: Props) {
  return (
    <main class="entrance">
      <div class="entrance-card">
        <img src={logo} alt="" />
        <header>
          <h1>{title}</h1>
          <p>{lead}</p>
        </header>
        {children}
      </div>
    </main>
  );
}
