import { Text } from "@mantine/core";
import { LinkText } from "@rolecall/ui";

/** An AWS account in a row: its name as a link, and below it its id. */
export function AccountCell({ awsAccountId, accountName }: { awsAccountId: string; accountName: string }) {
  return (
    <>
      <LinkText href={`/accounts/${awsAccountId}`} c="inherit" inherit>
        {accountName}
      </LinkText>
      <Text size="xs" c="dimmed" style={{ fontVariantNumeric: "tabular-nums" }}>
        {awsAccountId}
      </Text>
    </>
  );
}
