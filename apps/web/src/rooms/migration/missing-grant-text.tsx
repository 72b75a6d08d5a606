import { Stack, Text } from "@mantine/core";
import type { MissingGrant } from "@rolecall/domain";
import { CopyableCode } from "@rolecall/ui";

/** What a customer's role would have to grant, and what that would tell. */
export function MissingGrantText({ grant: { pack, statement, wouldTell } }: { grant: MissingGrant }) {
  return (
    <Stack gap="xs">
      <Text size="sm">It would tell: {wouldTell.charAt(0).toLowerCase() + wouldTell.slice(1)}</Text>
      <Text size="sm">
        Make a connection with the permission pack “{pack}”, install its template, and verify it. Its role then has this
        statement:
      </Text>
      <CopyableCode value={JSON.stringify(statement, null, 2)} label="the statement" block />
    </Stack>
  );
}
