import { Text } from "@mantine/core";
import type { Credential } from "@rolecall/domain";
import { type Column, type ColumnSort, Unknown } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import type { Moment } from "../as-of/moment.ts";
import { accountColumn, NameCell } from "../list/cells.tsx";
import { LastUse } from "../usage/last-use.tsx";
import { Deadline, OwnerLink } from "./credential-facts.tsx";
import { awsIdOf, credentialName, isUseTracked, KIND_LABELS } from "./credential-labels.ts";
import { StateBadge, UseBadge } from "./state-badge.tsx";
import { stageOf } from "./state-stage.ts";

function Age({ ageDays }: Pick<Credential, "ageDays">) {
  if (ageDays === null) return <Unknown reason="AWS did not tell when it was made." />;
  return formatCount(ageDays);
}

/** The kind and purpose of a credential, shown below its name. */
function kindBelow(credential: Credential): string {
  const { kind, serviceName, name } = credential;
  const called = credentialName(credential);
  const parts = [KIND_LABELS[kind], serviceName && `for ${serviceName}`, name];
  return parts.filter((part) => part && part !== called).join(" · ");
}

type CellProps = { credential: Credential; moment: Moment };

function Stage({ stage }: { stage: string | null }) {
  if (!stage) return null;
  return (
    <Text size="xs" c="dimmed" mt={2} style={{ whiteSpace: "nowrap" }}>
      {stage}
    </Text>
  );
}

/** How it stands by its age, and how far along that is. */
function StateCell(credential: Credential) {
  return (
    <>
      <StateBadge {...credential} />
      <Stage stage={stageOf(credential)} />
    </>
  );
}

function UserCell({ credential, moment }: CellProps) {
  const { owner, userRecordId } = credential;
  return (
    <>
      <OwnerLink credential={credential} moment={moment} colour="inherit" />
      {userRecordId && (
        <Text size="xs" c="dimmed">
          {owner ? `owner ${owner}` : "no owner"}
        </Text>
      )}
    </>
  );
}

/** How it stands by its use, and the use that this is told by. */
function LastUseCell({ credential, moment }: CellProps) {
  const { kind, lastUsedService, lastUsedRegion } = credential;
  return (
    <>
      <UseBadge {...credential} /> <LastUse {...credential} now={moment.at} isTracked={isUseTracked(kind)} />
      <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
        {[lastUsedService, lastUsedRegion].filter((part) => part !== null).join(", ")}
      </Text>
    </>
  );
}

type SortBy = (key: "age" | "lastUsed" | "userName", first?: "descending") => ColumnSort;

/** The columns of long-lived credentials. Without `sortBy` they are of one user, in a fixed order. */
export function credentialColumns(moment: Moment, sortBy?: SortBy): readonly Column<Credential>[] {
  const userColumns: readonly Column<Credential>[] = [
    {
      id: "user",
      header: "User",
      sort: sortBy?.("userName"),
      cell: (credential) => <UserCell credential={credential} moment={moment} />,
    },
    accountColumn,
  ];
  return [
    {
      id: "name",
      header: "Credential",
      cell: (credential) => (
        <NameCell
          href={`/credentials/${credential.id}`}
          moment={moment}
          name={credentialName(credential)}
          isId={credentialName(credential) === awsIdOf(credential)}
          below={kindBelow(credential)}
        />
      ),
    },
    { id: "state", header: "State", cell: StateCell },
    {
      id: "lastUsed",
      header: "Last used",
      sort: sortBy?.("lastUsed", "descending"),
      cell: (credential) => <LastUseCell credential={credential} moment={moment} />,
    },
    ...(sortBy ? userColumns : []),
    {
      id: "age",
      header: "Age, days",
      align: "right",
      sort: sortBy?.("age", "descending"),
      cell: Age,
    },
    { id: "deadline", header: "Deadline", cell: Deadline },
  ];
}
