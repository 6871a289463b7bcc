import { render } from "preact";
import { App } from "./app.tsx";
import { Desk } from "./desk.ts";
import { announceNewWork } from "./new-work.ts";
import { DeskContext } from "./parts/context.ts";
import { applyTheme } from "./theme.ts";

applyTheme(document.documentElement, localStorage);
const desk = new Desk(window);
announceNewWork(desk);
void desk.start();
render(
  <DeskContext.Provider value={desk}>
    <App />
  </DeskContext.Provider>,
  document.querySelector("#console")!,
);
