import type { Connection } from "@rolecall/domain";
import { LinkText } from "@rolecall/ui";

/** The account that a connection's role is in. That of an organisation is scanned only where it is chosen. */
export function AwsAccountLink({ connection: { kind, awsAccountId } }: { connection: Connection }) {
  if (!awsAccountId) return "not told yet";
  if (kind === "organization") return <code>{awsAccountId}</code>;
  return (
    <LinkText inherit href={`/accounts/${awsAccountId}`}>
      {awsAccountId}
    </LinkText>
  );
}
