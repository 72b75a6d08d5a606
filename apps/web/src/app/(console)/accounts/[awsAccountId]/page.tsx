import { Box, Stack, Text } from "@mantine/core";
import type { AwsAccount, ResourceCoverage } from "@rolecall/domain";
import { DateText, KeyValueList, LinkText, PageHeader, PartialNotice, SectionCard, Unknown } from "@rolecall/ui";
import type { Metadata } from "next";
import { serverApi } from "../../../../server/api.ts";
import { orNotFound } from "../../../../server/or-not-found.ts";
import { LiveRefresh } from "../../live-refresh.tsx";
import { CoverageTable } from "../../scans/coverage-table.tsx";
import { isMoving } from "../../scans/scan-status.tsx";
import { ACCOUNT_STATUS, AccountCount, AccountStatusBadge } from "../account-status.tsx";
import { RecentScans } from "./recent-scans.tsx";
import { ScanNowButton } from "./scan-now-button.tsx";

type Props = { params: Promise<{ awsAccountId: string }> };

const SHOWN_SCANS = 10;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Account ${(await params).awsAccountId}` };
}

export default async function AccountPage({ params }: Props) {
  const { awsAccountId } = await params;
  const api = await serverApi();
  const account = await orNotFound(api.accounts.get({ awsAccountId }));
  const [scans, lastScan] = await Promise.all([
    api.scans.list({ awsAccountId, limit: SHOWN_SCANS }),
    account.lastScanId ? api.scans.get({ id: account.lastScanId }) : null,
  ]);
  const moving = scans.items.find(isMoving);
  return (
    <>
      {moving && <LiveRefresh everyMs={2000} />}
      <PageHeader
        title={account.name}
        breadcrumbs={[{ label: "Accounts", href: "/accounts" }]}
        description={
          <>
            <Box component="span" mr="xs">
              <AccountStatusBadge status={account.status} />
            </Box>
            {ACCOUNT_STATUS[account.status].meaning}
          </>
        }
        actions={
          account.status === "disconnected" ? null : (
            <ScanNowButton awsAccountId={awsAccountId} movingScanId={moving?.id ?? null} />
          )
        }
      />
      <Stack gap="lg">
        {account.status === "failing" && account.statusReason && (
          <PartialNotice title="The last scan failed">{account.statusReason}</PartialNotice>
        )}
        <Details account={account} coverage={lastScan?.coverage ?? []} />
        <SectionCard
          title="Coverage of the last scan"
          description="What was not read is shown as unknown, never as empty."
        >
          {lastScan ? (
            <CoverageTable coverage={lastScan.coverage} />
          ) : (
            <Text size="sm" c="dimmed">
              Nothing has been read yet.
            </Text>
          )}
        </SectionCard>
        <SectionCard title="Recent scans">
          <RecentScans scans={scans.items} />
        </SectionCard>
      </Stack>
    </>
  );
}

function Details({ account, coverage }: { account: AwsAccount; coverage: readonly ResourceCoverage[] }) {
  const { awsAccountId, lastScanAt, nextScanAt } = account;
  const listed = (path: string, of: "users" | "roles" | "credentials") =>
    account[of] === null ? (
      <AccountCount account={account} of={of} />
    ) : (
      <LinkText inherit href={`${path}?awsAccountId=${awsAccountId}`}>
        <AccountCount account={account} of={of} />
      </LinkText>
    );
  return (
    <SectionCard title="Details">
      <KeyValueList
        items={[
          { label: "Account id", value: <code>{awsAccountId}</code> },
          { label: "Alias", value: account.alias ?? <NoAlias coverage={coverage} /> },
          { label: "Partition", value: <code>{account.partition}</code> },
          { label: "Users", value: listed("/users", "users") },
          { label: "Roles", value: listed("/roles", "roles") },
          { label: "Credentials", value: listed("/credentials", "credentials") },
          { label: "Last scan", value: lastScanAt ? <DateText at={lastScanAt} withTime /> : "never" },
          { label: "Next scan", value: nextScanAt ? <DateText at={nextScanAt} withTime /> : "none planned" },
          {
            label: "Connection",
            value: (
              <LinkText inherit href={`/connections/${account.connectionId}`}>
                Open the connection
              </LinkText>
            ),
          },
        ]}
      />
    </SectionCard>
  );
}

/** An account that has no alias, or one whose alias could not be read: not the same. */
function NoAlias({ coverage }: { coverage: readonly ResourceCoverage[] }) {
  const alias = coverage.find((entry) => entry.resource === "account_alias");
  if (alias?.state === "read" || alias?.state === "not_applicable") return "none";
  return <Unknown reason={alias?.reason ?? "The alias has not been read yet"} />;
}
