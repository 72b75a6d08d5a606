import { type AwsAccount, type KnownResource, ResourceKind } from "@rolecall/domain";
import { DateText, KeyValueList, LinkText, SectionCard, Unknown } from "@rolecall/ui";
import { serverApi } from "../../../../server/api.ts";
import { AccountCount } from "../account-status.tsx";

function Connection({ account: { connectionId } }: { account: AwsAccount }) {
  if (connectionId === null) return "none: known by uploaded files";
  return (
    <LinkText inherit href={`/connections/${connectionId}`}>
      Open the connection
    </LinkText>
  );
}

/** The place of the account in its organisation; unknown for accounts that are connected on their own. */
async function Unit({ account: { connectionId, organizationalUnitPath: path } }: { account: AwsAccount }) {
  if (path && path.length > 0) return path.join(" / ");
  const connection = connectionId ? await (await serverApi()).connections.get({ id: connectionId }) : null;
  return connection?.kind === "organization" ? "directly under the root" : "not connected through an organisation";
}

/** The account has no alias, or its alias could not be read, which is not the same. */
function NoAlias({ alias }: { alias: KnownResource | undefined }) {
  if (alias?.known || alias?.state === "not_applicable") return "none";
  return <Unknown reason={alias?.reason ?? "The alias has not been read yet"} />;
}

type Counted = "users" | "roles" | "credentials";

/** The account's names, its place and its numbers. */
export async function AccountDetails({ account }: { account: AwsAccount }) {
  const { awsAccountId, lastScanAt } = account;
  const coverage = await (await serverApi()).accounts.coverage({ awsAccountId });
  const alias = coverage.resources.find(({ resource }) => resource === ResourceKind.enum.account_alias);
  const listed = (of: Counted) =>
    account[of] === null ? (
      <AccountCount account={account} of={of} />
    ) : (
      <LinkText inherit href={`/${of}?awsAccountId=${awsAccountId}`}>
        <AccountCount account={account} of={of} />
      </LinkText>
    );
  return (
    <SectionCard title="Details">
      <KeyValueList
        items={[
          { label: "Account id", value: <code>{awsAccountId}</code> },
          { label: "Alias", value: account.alias ?? <NoAlias alias={alias} /> },
          { label: "Organisational unit", value: <Unit account={account} /> },
          { label: "Partition", value: <code>{account.partition}</code> },
          { label: "Users", value: listed("users") },
          { label: "Roles", value: listed("roles") },
          { label: "Credentials", value: listed("credentials") },
          { label: "Known as of", value: lastScanAt ? <DateText at={lastScanAt} withTime /> : "nothing is known yet" },
          ...(account.roleArn ? [{ label: "Role", value: <code>{account.roleArn}</code> }] : []),
          { label: "Connection", value: <Connection account={account} /> },
        ]}
      />
    </SectionCard>
  );
}
