import { Stack, Text } from "@mantine/core";
import { DateText, EmptyState, PageHeader, TableSkeleton } from "@rolecall/ui";
import { formatAmount } from "@rolecall/ui/format";
import type { Metadata } from "next";
import { CHECKS_PAGE, type CheckFilters } from "../../../rooms/address/checks.ts";
import type { SearchParams } from "../../../rooms/address/page-address.ts";
import { AsOfBanner } from "../../../rooms/as-of/as-of-banner.tsx";
import { type Moment, momentOf } from "../../../rooms/as-of/moment.ts";
import { Block } from "../../../rooms/block/block.tsx";
import { BENCHMARK_LABELS } from "../../../rooms/findings/finding-labels.ts";
import { NotJudgedNotice } from "../../../rooms/findings/not-judged-notice.tsx";
import { NothingJudged } from "../../../rooms/findings/nothing-judged.tsx";
import { readChecks } from "../../../rooms/findings/read-checks.ts";
import { choicesOf, type Filter, Filters } from "../../../rooms/list/filters.tsx";
import { CheckTable } from "./check-table.tsx";
import { UnassessedTable } from "./unassessed-table.tsx";

export const metadata: Metadata = { title: "Checks" };

type PartProps = { filters: CheckFilters; moment: Moment };

const FILTERS: readonly Filter<CheckFilters>[] = [
  { kind: "choice", name: "benchmark", label: "Benchmark", any: "All checks", options: choicesOf(BENCHMARK_LABELS) },
  { kind: "account" },
  { kind: "asOf" },
];

async function Checks({ filters, moment }: PartProps) {
  const { benchmark, awsAccountId } = filters;
  const view = await readChecks(benchmark, awsAccountId, moment.day);
  const { accountsJudged, accountsNotJudged, judgedAt, checks, notAssessed } = view;
  const accounts = formatAmount(accountsJudged, "account");
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
  const filters = await CHECKS_PAGE.load(searchParams);
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
          <Filters address={CHECKS_PAGE} filters={filters} moment={moment} label="Filter checks" declared={FILTERS} />
        </Block>
        <AsOfBanner moment={moment} nowHref={CHECKS_PAGE.href({ benchmark, awsAccountId })} />
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
