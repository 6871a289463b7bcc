import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Empty, Skeletons } from "./states.tsx";

/** @property path what follows the page's name in the address */
export type PageProps = { path: readonly string[]; query: URLSearchParams };
export type PageModule = ComponentType<PageProps>;

/** A page whose code arrives when it is first shown. */
export function lazy(load: () => Promise<{ default: PageModule }>): PageModule {
  let loaded: PageModule | null = null;
  return function Lazy(props) {
    const [state, setState] = useState<"loading" | "ready" | "failed">(loaded ? "ready" : "loading");
    useEffect(() => {
      if (loaded) return;
      load().then(
        (module) => {
          loaded = module.default;
          setState("ready");
        },
        () => setState("failed"),
      );
    }, []);
    if (loaded) return <>{renderPage(loaded, props)}</>;
    if (state === "failed")
      return (
        <Empty icon="globe" title="This page could not be loaded">
          The server may have been updated. Reload the page.
        </Empty>
      );
    return <Skeletons />;
  };
}

function renderPage(Page: PageModule, props: PageProps) {
  return <Page {...props} />;
}
