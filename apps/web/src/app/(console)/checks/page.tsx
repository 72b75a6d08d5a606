import { Stack, Text } from "@mantine/core";
import { Benchmark } from "@rolecall/domain";
import { DateText, EmptyState, FilterForm, PageHeader, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { accountField } from "../../../rooms/accounts/account-field.ts";
import { type CheckFilters, loadCheckFilters } from "../../../rooms/address/checks.ts";
import { hrefOf, type SearchParams } from "../../../rooms/address/list-query.ts";
import { AsOfBanner } from "../../../rooms/as-of/as-of-banner.tsx";
import { asOfField, type Moment, momentOf } from "../../../rooms/as-of/moment.ts";
import { Block } from "../../../rooms/block/block.tsx";
import { BENCHMARK_LABELS } from "../../../rooms/findings/finding-labels.ts";
import { NothingJudged } from "../../../rooms/findings/no-findings.tsx";
import { NotJudgedNotice } from "../../../rooms/findings/not-judged-notice.tsx";
import { readChecks } from "../../../rooms/findings/read-checks.ts";
import { CheckTable } from "./check-table.tsx";
import { UnassessedTable } from "./unassessed-table.tsx";

export const metadata: Metadata = { title: "Checks" };

type PartProps = { filters: CheckFilters; moment: Moment };

async function CheckFilterForm({ filters, moment }: PartProps) {
  const account = await accountField(filters.awsAccountId);
  return (
    <FilterForm
      action="/checks"
      label="Filter checks"
      fields={[
        {
          kind: "select",
          name: "benchmark",
          label: "Benchmark",
          value: filters.benchmark,
          options: [
            { value: "", label: "All checks" },
            ...Benchmark.options.map((value) => ({ value, label: BENCHMARK_LABELS[value] })),
          ],
        },
        account,
        asOfField(moment),
      ]}
    />
  );
}

async function Checks({ filters, moment }: PartProps) {
  const { benchmark, awsAccountId } = filters;
  const view = await readChecks(benchmark, awsAccountId, moment.day);
  const { accountsJudged, accountsNotJudged, judgedAt, checks, notAssessed } = view;
  const accounts = accountsJudged === 1 ? "1 account" : `${accountsJudged.toLocaleString("en-US")} accounts`;
  return (
    <Stack gap="md">
      {accountsJudged === 0 ? (
        <NothingJudged accounts={accountsNotJudged} day={moment.day} />
      ) : (
        <div>
          <CheckTable
            checks={checks}
            benchmark={benchmark}
            filters={filters}
            empty={
              <EmptyState
                title="No check answers a control of this benchmark"
                description="Its controls stand below as not assessed."
              />
            }
          />
          <Text size="xs" c="dimmed" mt="sm">
            Of the last judgement of {accounts}
            {judgedAt && (
              <>
                , the oldest of <DateText at={judgedAt} withTime />
              </>
            )}
            . What could not be read is unknown: it counts neither as passed nor as failed.
          </Text>
        </div>
      )}
      <UnassessedTable controls={notAssessed} benchmark={benchmark} />
    </Stack>
  );
}

export default async function ChecksPage({ searchParams }: { searchParams: SearchParams }) {
  const filters = await loadCheckFilters(searchParams);
  const moment = momentOf(filters.asOf);
  const { benchmark, awsAccountId } = filters;
  return (
    <>
      <PageHeader
        title="Checks"
        description="What every credential, user, role and account is judged by, and how they stand: by all checks, or by the controls of a benchmark."
      />
      <Stack gap="md">
        <Block name="The filters" query={filters} skeleton={null}>
          <CheckFilterForm filters={filters} moment={moment} />
        </Block>
        <AsOfBanner moment={moment} nowHref={hrefOf("/checks", { benchmark, awsAccountId })} />
        <Block name="The judged accounts" query={[awsAccountId, moment.day]} skeleton={null}>
          <NotJudgedNotice awsAccountId={awsAccountId} moment={moment} />
        </Block>
        <Block name="The checks" query={filters} skeleton={<TableSkeleton />}>
          <Checks filters={filters} moment={moment} />
        </Block>
      </Stack>
    </>
  );
}
