import type { MigrationDetail } from "@rolecall/domain";
import { DateText, type KeyValue, KeyValueList, LinkText, SectionCard, StatusBadge, Unknown } from "@rolecall/ui";
import { formatDays } from "@rolecall/ui/format";
import { GradeBadge } from "../../../../rooms/access/grade-badge.tsx";
import { ROLES } from "../../../../rooms/address/roles.ts";
import type { Moment } from "../../../../rooms/as-of/moment.ts";

type CardProps = { migration: MigrationDetail; moment: Moment };
type Successor = NonNullable<MigrationDetail["successor"]>;

const nameOf = (roleArn: string): string => roleArn.slice(roleArn.lastIndexOf("/") + 1);

function Covers({ covers }: Pick<Successor, "covers">) {
  if (covers === null) return <Unknown reason="The role was not compared with what was used." />;
  return covers ? (
    <StatusBadge tone="positive">Covers all services that were used</StatusBadge>
  ) : (
    <StatusBadge tone="warning">Lacks services that were used</StatusBadge>
  );
}

const knownItems = ({ grade, covers, lastUsedAt, daysMoved }: Successor): KeyValue[] => [
  { label: "Trust policy", value: <GradeBadge grade={grade} /> },
  { label: "Permissions", value: <Covers covers={covers} /> },
  { label: "Last used", value: lastUsedAt ? <DateText at={lastUsedAt} withTime /> : "never, as far as AWS tells" },
  { label: "Use seen since the plan", value: daysMoved === 0 ? "not yet" : `on ${formatDays(daysMoved)}` },
];

/** The role that takes over, and whether it can; nothing where none is named. */
export function SuccessorCard({ migration: { successor, replacement, awsAccountId }, moment }: CardProps) {
  if (!successor || !replacement) return null;
  const q = nameOf(replacement.roleArn);
  return (
    <SectionCard title="Role that takes over">
      <KeyValueList
        items={[
          {
            label: "Role",
            value: successor.isThere ? (
              <LinkText inherit href={ROLES.href({ q, awsAccountId, asOf: moment.day })}>
                {q}
              </LinkText>
            ) : (
              `${q}: not found by the last scan`
            ),
          },
          ...(successor.isThere ? knownItems(successor) : []),
        ]}
      />
    </SectionCard>
  );
}
