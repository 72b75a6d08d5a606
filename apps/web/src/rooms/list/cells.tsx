import { Text } from "@mantine/core";
import { type Column, DateText, LinkText, Unknown } from "@rolecall/ui";
import { AccountCell } from "../accounts/account-cell.tsx";
import { hrefOf } from "../address/href.ts";
import type { Moment } from "../as-of/moment.ts";

type Named = {
  href: string;
  moment: Moment;
  name: string;
  below?: string | null;
  /** It is an AWS id: people compare it letter by letter, so it is never broken. */
  isId?: boolean;
};

const UNBROKEN = { whiteSpace: "nowrap" } as const;

/** The name of a row; it links to the row's own page, at the same moment. */
export function NameCell({ href, moment, name, below, isId = false }: Named) {
  return (
    <>
      <LinkText
        href={hrefOf(href, { asOf: moment.day })}
        inherit
        {...(isId ? { ff: "monospace", style: UNBROKEN } : {})}
      >
        {name}
      </LinkText>
      {below && (
        <Text size="xs" c="dimmed">
          {below}
        </Text>
      )}
    </>
  );
}

/** A path, unless it is the root, which says nothing. */
export const pathBelow = (path: string): string | null => (path === "/" ? null : path);

export const accountColumn: Column<{ awsAccountId: string; accountName: string }> = {
  id: "account",
  header: "Account",
  cell: (row) => <AccountCell {...row} />,
};

export const createdColumn: Column<{ createdAt: Date | null }> = {
  id: "createdAt",
  header: "Created",
  cell: ({ createdAt }) =>
    createdAt ? <DateText at={createdAt} /> : <Unknown reason="AWS did not tell when it was made." />,
};
