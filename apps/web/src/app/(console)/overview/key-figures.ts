import type { DayMetrics, Overview } from "@rolecall/domain";
import type { StatDelta } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";

export type KeyFigure = {
  id: string;
  label: string;
  value: string | null;
  delta: StatDelta | null;
  note?: string;
  href: string;
};

const SINCE = "a week ago";

/** Percentage of the active access keys of known age that are within their deadline; null without any. */
function compliancePercent(day: DayMetrics): number | null {
  const known = Object.values(day.activeKeysByAge).reduce((sum, keys) => sum + keys, 0);
  return known === 0 ? null : (100 * (known - day.activeKeysOverdue)) / known;
}

function difference(
  { today, weekAgo }: Overview,
  figureOf: (day: DayMetrics) => number | null,
  goodDirection: StatDelta["goodDirection"],
): StatDelta | null {
  const [now, before] = [today && figureOf(today), weekAgo && figureOf(weekAgo)];
  return now === null || before === null ? null : { difference: now - before, since: SINCE, goodDirection };
}

function rotationFigure(overview: Overview, href: string): KeyFigure {
  const { percent, unknown, total, compliant } = overview.rotation;
  const delta = difference(overview, compliancePercent, "up");
  const notes = [
    total > 0
      ? `${formatCount(compliant)} of ${formatCount(total)} keys within their deadline`
      : "no active key to judge",
    ...(unknown > 0 ? [`${formatCount(unknown)} of unknown age are left out`] : []),
  ];
  return {
    id: "rotation",
    label: "Rotation compliance",
    value: percent === null ? (overview.today ? "none" : null) : `${Math.floor(percent * 10) / 10}%`,
    delta: delta && { ...delta, unit: " points" },
    note: notes.join(", "),
    href,
  };
}

/** The figures of the overview, each with a link to the rows that it counts. */
export function keyFigures(overview: Overview, awsAccountId: string | null): KeyFigure[] {
  const { today } = overview;
  const href = (path: string, query: Record<string, string>) =>
    `${path}?${new URLSearchParams({ ...query, ...(awsAccountId ? { awsAccountId } : {}) })}`;
  const figure = (figureOf: (day: DayMetrics) => number, goodDirection: StatDelta["goodDirection"]) => ({
    value: today && formatCount(figureOf(today)),
    delta: difference(overview, figureOf, goodDirection),
  });
  const unread = today?.usersKeysUnknown ?? 0;
  const unreadNote = unread > 0 ? `keys of ${formatCount(unread)} users could not be read` : undefined;
  return [
    {
      id: "active-keys",
      label: "Active access keys",
      ...figure((day) => day.activeKeys, "down"),
      note: unreadNote,
      href: href("/credentials", { kind: "access_key", status: "active" }),
    },
    {
      id: "overdue-keys",
      label: "Overdue keys",
      ...figure((day) => day.activeKeysOverdue, "down"),
      href: href("/credentials", { kind: "access_key", state: "overdue" }),
    },
    rotationFigure(overview, href("/credentials", { kind: "access_key", status: "active", sort: "age" })),
    {
      id: "users-with-keys",
      label: "Users with active keys",
      ...figure((day) => day.usersWithActiveKey, "down"),
      note: unreadNote ?? (today ? `of ${formatCount(today.users)} users` : undefined),
      href: href("/users", { hasActiveKey: "true", sort: "-keyAge" }),
    },
    {
      id: "console-without-mfa",
      label: "Console users without MFA",
      ...figure((day) => day.consoleUsersWithoutMfa, "down"),
      note: today ? `of ${formatCount(today.usersWithConsolePassword)} with a password` : undefined,
      href: href("/users", { hasConsolePassword: "true", mfa: "none" }),
    },
    {
      id: "roles-used",
      label: "Roles used in 90 days",
      ...figure((day) => day.rolesUsed90Days, "up"),
      note: today ? `of ${formatCount(today.roles)} roles` : undefined,
      href: href("/roles", { sort: "-lastUsed" }),
    },
  ];
}
