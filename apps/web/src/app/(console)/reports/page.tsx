import { Stack } from "@mantine/core";
import { LinkButton, PageHeader, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { pageAddress, type SearchParams } from "../../../rooms/address/page-address.ts";
import { parseAsCursor } from "../../../rooms/address/values.ts";
import { Block } from "../../../rooms/block/block.tsx";
import { Outbox } from "./outbox.tsx";
import { ScheduleList } from "./schedule-list.tsx";

export const metadata: Metadata = { title: "Reports" };

const REPORTS = pageAddress("/reports", { cursor: parseAsCursor });

export default async function ReportsPage({ searchParams }: { searchParams: SearchParams }) {
  const { cursor } = await REPORTS.load(searchParams);
  return (
    <>
      <PageHeader
        title="Reports"
        description="Mails that tell how far the company is on its way from keys to roles."
        actions={<LinkButton href="/reports/new">Schedule a report</LinkButton>}
      />
      <Stack gap="md">
        <Block name="The schedules" skeleton={<TableSkeleton rows={3} />}>
          <ScheduleList />
        </Block>
        <Block name="The outbox" query={cursor} skeleton={<TableSkeleton rows={5} />}>
          <Outbox cursor={cursor} hrefAt={(at) => REPORTS.href({ cursor: at })} />
        </Block>
      </Stack>
    </>
  );
}
