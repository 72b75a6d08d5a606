import { Stack } from "@mantine/core";
import { PageHeader, SectionCard, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { cache } from "react";
import { OWNERS } from "../../../rooms/address/owners.ts";
import type { SearchParams } from "../../../rooms/address/page-address.ts";
import { Block } from "../../../rooms/block/block.tsx";
import { serverApi } from "../../../server/api.ts";
import { OwnersTable } from "./owners-table.tsx";
import { RuleButton } from "./rule-button.tsx";
import { RulesTable } from "./rules-table.tsx";

export const metadata: Metadata = { title: "Owners" };

/** People choose from at most so many; of more they type the ids. */
const MOST_ACCOUNTS = 200;
const OWNERS_PER_PAGE = 20;

const readAccounts = cache(async () => {
  const api = await serverApi();
  const { items, nextCursor } = await api.accounts.list({ limit: MOST_ACCOUNTS });
  if (nextCursor) return [];
  return items.map(({ awsAccountId, name }) => ({ value: awsAccountId, label: `${name} (${awsAccountId})` }));
});

async function Standings({ cursor }: { cursor: string | null }) {
  const api = await serverApi();
  const page = await api.owners.list({ cursor: cursor ?? undefined, limit: OWNERS_PER_PAGE });
  return <OwnersTable page={page} cursor={cursor} />;
}

async function Rules() {
  const api = await serverApi();
  const [{ items }, accounts] = await Promise.all([api.ownerRules.list({}), readAccounts()]);
  return (
    <SectionCard
      title="Rules"
      description="The first rule that fits a user names its owner. Plans and owners assigned by hand come before rules, tags after them."
    >
      <RulesTable rules={items} accounts={accounts} />
    </SectionCard>
  );
}

async function CreateRule() {
  return <RuleButton rule={null} accounts={await readAccounts()} />;
}

/** Who answers for users, how far they are, and the rules that say whose a user is. */
export default async function OwnersPage({ searchParams }: { searchParams: SearchParams }) {
  const { cursor } = await OWNERS.load(searchParams);
  return (
    <>
      <PageHeader
        title="Owners"
        description="Who answers for which IAM users, and how far their migration is."
        actions={
          <Block name="The form of a rule" skeleton={null}>
            <CreateRule />
          </Block>
        }
      />
      <Stack gap="lg">
        <div>
          <Block name="The owners" query={cursor} skeleton={<TableSkeleton />}>
            <Standings cursor={cursor} />
          </Block>
        </div>
        <Block name="The rules" skeleton={<TableSkeleton rows={3} />}>
          <Rules />
        </Block>
      </Stack>
    </>
  );
}
