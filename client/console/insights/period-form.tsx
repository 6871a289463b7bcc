import { useDesk } from "../parts/context.ts";
import { linkTo } from "../route.ts";
import { lastDays, type Period } from "./period.ts";

const CHOICES = [7, 30, 90, 365] as const;

type Props = { period: Period; query: URLSearchParams; channel: string; channels: readonly string[] };

/** The time and the website, which stand in the address: a link shows a colleague the same figures. */
export function PeriodForm({ period, query, channel, channels }: Props) {
  const desk = useDesk();
  const chosen = (days: number) => {
    const same = lastDays(days, Date.now());
    return same.from === period.from && same.until === period.until;
  };
  const go = (asked: Record<string, string | undefined>) =>
    desk.go(linkTo(["insights"], { ...Object.fromEntries(query), ...asked }));
  const day = (name: "from" | "until") => (
    <input
      class="input"
      type="date"
      aria-label={name === "from" ? "First day" : "Last day"}
      value={period[name]}
      onChange={({ currentTarget: { value } }) => value && go({ ...period, [name]: value, days: undefined })}
    />
  );

  return (
    <div class="period">
      <nav class="segments" aria-label="Time">
        {CHOICES.map((days) => (
          <a
            key={days}
            href={linkTo(["insights"], { days: String(days), channel })}
            aria-current={chosen(days) ? "true" : undefined}
          >
            {days === 365 ? "1 year" : `${days} days`}
          </a>
        ))}
      </nav>
      <span class="period-days">
        {day("from")}
        <span aria-hidden="true">–</span>
        {day("until")}
      </span>
      {(channels.length > 1 || channel) && (
        <select
          class="input"
          aria-label="Website"
          value={channel}
          onChange={({ currentTarget: { value } }) => go({ channel: value })}
        >
          <option value="">All websites</option>
          {[...new Set([...channels, ...(channel ? [channel] : [])])].map((host) => (
            <option key={host} value={host}>
              {host}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
