import { Box, SimpleGrid, Stack } from "@mantine/core";
import type { AwsAccount, Scan } from "@rolecall/domain";
import { PageHeader, SectionCard, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { pageAddress, type SearchParams } from "../../../../rooms/address/page-address.ts";
import { parseAsCursor } from "../../../../rooms/address/values.ts";
import { Block } from "../../../../rooms/block/block.tsx";
import { LiveRefresh } from "../../../../rooms/block/live-refresh.tsx";
import { isMoving } from "../../../../rooms/scans/scan-status.tsx";
import { serverApi } from "../../../../server/api.ts";
import { orNotFound } from "../../../../server/or-not-found.ts";
import { ACCOUNT_STATUS, AccountStatusBadge, isScanned } from "../account-status.tsx";
import { AccountDetails } from "./account-details.tsx";
import { AccountFindings } from "./account-findings.tsx";
import { AccountNotice } from "./account-notice.tsx";
import { AccountSettingsBlock } from "./account-settings.tsx";
import { ApiCalls } from "./api-calls.tsx";
import { KeysPending } from "./keys-pending.tsx";
import { KnownResources } from "./known-resources.tsx";
import { RecentScans } from "./recent-scans.tsx";
import { ScanNowButton } from "./scan-now-button.tsx";
import { Schedule } from "./schedule.tsx";

type Props = { params: Promise<{ awsAccountId: string }>; searchParams: SearchParams };

const SHOWN_SCANS = 10;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Account ${(await params).awsAccountId}` };
}

export default async function AccountPage({ params, searchParams }: Props) {
  const { awsAccountId } = await params;
  const address = pageAddress(`/accounts/${awsAccountId}`, { cursor: parseAsCursor });
  const { cursor } = await address.load(searchParams);
  const api = await serverApi();
  const account = await orNotFound(api.accounts.get({ awsAccountId }));
  const [scans, newest] = await Promise.all([
    orNotFound(api.scans.list({ awsAccountId, cursor: cursor ?? undefined, limit: SHOWN_SCANS })),
    api.scans.list({ awsAccountId, limit: SHOWN_SCANS }),
  ]);
  const moving = newest.items.find(isMoving);
  return (
    <>
      {moving && <LiveRefresh everyMs={2000} />}
      <Head account={account} moving={moving} />
      <Stack gap="lg">
        <AccountNotice account={account} />
        {moving && <KeysPending scan={moving} />}
        <SimpleGrid cols={{ base: 1, lg: isScanned(account) ? 2 : 1 }} spacing="lg" style={{ alignItems: "start" }}>
          <Block name="The details" skeleton={<TableSkeleton rows={8} />}>
            <AccountDetails account={account} />
          </Block>
          {isScanned(account) && (
            <Block name="The schedule" skeleton={<TableSkeleton rows={4} />}>
              <Schedule account={account} />
            </Block>
          )}
        </SimpleGrid>
        <Block name="The account's findings" query={awsAccountId} skeleton={<TableSkeleton rows={2} />}>
          <AccountFindings account={account} />
        </Block>
        <Block name="What is known of the account" skeleton={<TableSkeleton rows={10} />}>
          <KnownResources awsAccountId={awsAccountId} />
        </Block>
        <Block name="Root user, password policy and quotas" skeleton={<TableSkeleton rows={6} />}>
          <AccountSettingsBlock awsAccountId={awsAccountId} />
        </Block>
        <SectionCard title="Recent scans">
          <RecentScans page={scans} cursor={cursor} hrefAt={(at) => address.href({ cursor: at })} />
        </SectionCard>
        {account.status !== "uploaded" && (
          <Block name="Calls to AWS" skeleton={<TableSkeleton rows={8} />}>
            <ApiCalls awsAccountId={awsAccountId} />
          </Block>
        )}
      </Stack>
    </>
  );
}

function Head({ account, moving }: { account: AwsAccount; moving: Scan | undefined }) {
  return (
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
        isScanned(account) ? (
          <ScanNowButton awsAccountId={account.awsAccountId} movingScanId={moving?.id ?? null} />
        ) : null
      }
    />
  );
}
