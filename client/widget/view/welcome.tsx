import { useWidget } from "./context.ts";
import { Icon } from "./icon.tsx";

/** What stands in an empty conversation: who is here, and something to begin with. */
export function Welcome() {
  const { chat, phrases, settings } = useWidget();
  return (
    <div class="welcome">
      <h3>
        <bdi>{settings.greeting ?? phrases.greeting}</bdi>
      </h3>
      <p>{phrases.greetingNote}</p>
      {settings.suggestions.length > 0 && (
        <ul class="suggestions">
          {settings.suggestions.map((suggestion) => (
            <li key={suggestion}>
              <button type="button" onClick={() => chat.ask(suggestion)}>
                <bdi>{suggestion}</bdi>
                <Icon name="leave" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
