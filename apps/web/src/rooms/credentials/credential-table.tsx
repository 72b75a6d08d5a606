import { Text } from "@mantine/core";
import type { Credential } from "@rolecall/domain";
import { type Column, columnSort, DataTable, Unknown } from "@rolecall/ui";
import type { ReactNode } from "react";
import { AccountCell } from "../accounts/account-cell.tsx";
import type { Moment } from "../as-of/moment.ts";
import { NameCell } from "../list/cells.tsx";
import { LastUse } from "../usage/last-use.tsx";
import { Deadline, OwnerLink } from "./credential-facts.tsx";
import { awsIdOf, credentialName, isUseTracked, KIND_LABELS } from "./credential-labels.ts";
import { StateBadge } from "./state-badge.tsx";
import { stageOf } from "./state-stage.ts";

/** Columns that say the same in each row where the rows are those of one user. */
const SAME_FOR_ONE_USER = ["user", "account"];

type Sort = {
  current: string;
  hrefOf: (sort: "age" | "-age" | "lastUsed" | "-lastUsed" | "userName" | "-userName") => string;
};

type CredentialTableProps = {
  rows: readonly Credential[];
  moment: Moment;
  empty: ReactNode;
  /** Null: the few of one user, in the order given. */
  sort: Sort | null;
};

function Age({ ageDays }: Pick<Credential, "ageDays">) {
  if (ageDays === null) return <Unknown reason="AWS did not tell when it was made." />;
  return ageDays.toLocaleString("en-US");
}

/** What it is, and what for, below what it is called. */
function kindBelow(credential: Credential): string {
  const { kind, serviceName, name } = credential;
  const called = credentialName(credential);
  const parts = [KIND_LABELS[kind], serviceName && `for ${serviceName}`, name];
  return parts.filter((part) => part && part !== called).join(" · ");
}

function lastUsePlace({ lastUsedService, lastUsedRegion }: Credential): string {
  return [lastUsedService, lastUsedRegion].filter((part) => part !== null).join(", ");
}

function columnsFor(moment: Moment, sort: Sort | null): Column<Credential>[] {
  const sorted = (key: "age" | "lastUsed" | "userName", first?: "descending") =>
    sort ? columnSort(key, sort.current, sort.hrefOf, first) : undefined;
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
    { id: "state", header: "State", cell: (credential) => <StateCell credential={credential} moment={moment} /> },
    {
      id: "user",
      header: "User",
      sort: sorted("userName"),
      cell: (credential) => <UserCell credential={credential} moment={moment} />,
    },
    { id: "account", header: "Account", cell: (credential) => <AccountCell {...credential} /> },
    {
      id: "age",
      header: "Age, days",
      align: "right",
      sort: sorted("age", "descending"),
      cell: (credential) => <Age {...credential} />,
    },
    {
      id: "deadline",
      header: "Deadline",
      cell: (credential) => <Deadline {...credential} />,
    },
    {
      id: "lastUsed",
      header: "Last used",
      sort: sorted("lastUsed", "descending"),
      cell: (credential) => (
        <>
          <LastUse
            lastUse={credential.lastUse}
            lastUsedAt={credential.lastUsedAt}
            now={moment.at}
            isTracked={isUseTracked(credential.kind)}
          />
          <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
            {lastUsePlace(credential)}
          </Text>
        </>
      ),
    },
  ];
}

/** The state, and how far it has come. */
function StateCell({ credential, moment }: { credential: Credential; moment: Moment }) {
  const stage = stageOf(credential, moment.at);
  return (
    <>
      <StateBadge {...credential} />
      {stage && (
        <Text size="xs" c="dimmed" mt={2} style={{ whiteSpace: "nowrap" }}>
          {stage}
        </Text>
      )}
    </>
  );
}

function UserCell({ credential, moment }: { credential: Credential; moment: Moment }) {
  const { owner, userRecordId } = credential;
  return (
    <>
      <OwnerLink credential={credential} moment={moment} colour="inherit" />
      {userRecordId && (
        <Text size="xs" c="dimmed">
          {owner ? `owner ${owner}` : "no owner tag"}
        </Text>
      )}
    </>
  );
}

/** Long-lived credentials as rows. */
export function CredentialTable({ rows, moment, empty, sort }: CredentialTableProps) {
  return (
    <DataTable
      caption="Credentials"
      columns={columnsFor(moment, sort).filter((column) => sort || !SAME_FOR_ONE_USER.includes(column.id))}
      rows={rows}
      rowKey={(row) => row.id}
      empty={empty}
    />
  );
}
