import type { Connection } from "@rolecall/domain";
import { LinkText } from "@rolecall/ui";

/** The account of a connection's role. The one of an organisation has a page only if it is scanned, so it is no link. */
export function AwsAccountLink({ connection: { kind, awsAccountId } }: { connection: Connection }) {
  if (!awsAccountId) return "not told yet";
  if (kind === "organization") return <code>{awsAccountId}</code>;
  return (
    <LinkText inherit href={`/accounts/${awsAccountId}`}>
      {awsAccountId}
    </LinkText>
  );
}
