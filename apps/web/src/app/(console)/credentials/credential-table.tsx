import { Text } from "@mantine/core";
import type { Credential } from "@rolecall/domain";
import { type Column, columnSort, DataTable, DateText, LinkText, Unknown } from "@rolecall/ui";
import type { ReactNode } from "react";
import { AccountCell } from "../overview/account-cell.tsx";
import { credentialName, KIND_LABELS } from "./credential-labels.ts";
import { LastUse } from "./last-use.tsx";
import { StateBadge } from "./state-badge.tsx";

/** Columns that say the same in each row where the rows are those of one user. */
const SAME_FOR_ONE_USER = ["user", "account"];

type Sort = {
  current: string;
  hrefOf: (sort: "age" | "-age" | "lastUsed" | "-lastUsed" | "userName" | "-userName") => string;
};

type CredentialTableProps = {
  rows: readonly Credential[];
  now: Date;
  empty: ReactNode;
  /** Null: the few of one user, in the order given. */
  sort: Sort | null;
};

function Age({ ageDays }: Pick<Credential, "ageDays">) {
  if (ageDays === null) return <Unknown reason="AWS did not tell when it was made." />;
  return ageDays.toLocaleString("en-US");
}

function lastUsePlace({ lastUsedService, lastUsedRegion }: Credential): string {
  return [lastUsedService, lastUsedRegion].filter((part) => part !== null).join(", ");
}

function columnsFor(now: Date, sort: Sort | null): Column<Credential>[] {
  const sorted = (key: "age" | "lastUsed" | "userName", first?: "descending") =>
    sort ? columnSort(key, sort.current, sort.hrefOf, first) : undefined;
  return [
    {
      id: "name",
      header: "Credential",
      cell: (credential) => (
        <>
          <LinkText
            href={`/credentials/${credential.id}`}
            inherit
            ff={credential.accessKeyId ? "monospace" : undefined}
            style={{ whiteSpace: "nowrap" }}
          >
            {credentialName(credential)}
          </LinkText>
          {credential.accessKeyId && (
            <Text size="xs" c="dimmed">
              {KIND_LABELS[credential.kind]}
            </Text>
          )}
        </>
      ),
    },
    { id: "state", header: "State", cell: (credential) => <StateBadge {...credential} /> },
    { id: "user", header: "User", sort: sorted("userName"), cell: (credential) => <UserCell {...credential} /> },
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
      cell: ({ deadlineAt, status, ageDays }) => {
        if (deadlineAt) return <DateText at={deadlineAt} />;
        return status === "active" && ageDays === null ? (
          <Unknown reason="Without an age there is no deadline." />
        ) : (
          "none"
        );
      },
    },
    {
      id: "lastUsed",
      header: "Last used",
      sort: sorted("lastUsed", "descending"),
      cell: (credential) => (
        <>
          <LastUse lastUse={credential.lastUse} lastUsedAt={credential.lastUsedAt} now={now} />
          <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
            {lastUsePlace(credential)}
          </Text>
        </>
      ),
    },
  ];
}

function UserCell({ userRecordId, userName, owner }: Credential) {
  return (
    <>
      {userRecordId ? (
        <LinkText href={`/users/${userRecordId}`} c="inherit" inherit>
          {userName}
        </LinkText>
      ) : (
        userName
      )}
      <Text size="xs" c="dimmed">
        {owner ? `owner ${owner}` : "no owner tag"}
      </Text>
    </>
  );
}

/** Long-lived credentials as rows. */
export function CredentialTable({ rows, now, empty, sort }: CredentialTableProps) {
  return (
    <DataTable
      caption="Credentials"
      columns={columnsFor(now, sort).filter((column) => sort || !SAME_FOR_ONE_USER.includes(column.id))}
      rows={rows}
      rowKey={(row) => row.id}
      empty={empty}
    />
  );
}
