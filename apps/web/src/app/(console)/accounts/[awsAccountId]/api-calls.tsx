import { Stack, Text } from "@mantine/core";
import type { AccountApiCalls } from "@rolecall/domain";
import { ChartFigure, type Column, DataTable, DateText, LinkText, SectionCard } from "@rolecall/ui";
import { formatAmount, formatCount } from "@rolecall/ui/format";
import { ActionNames } from "../../../../rooms/scans/action-names.tsx";
import { SCAN_KINDS } from "../../../../rooms/scans/scan-status.tsx";
import { serverApi } from "../../../../server/api.ts";
import classes from "./api-calls.module.css";
import { type CallRow, callRows, type DayOfCalls, withoutGaps } from "./call-rows.ts";

const SHOWN_DAYS = 30;

const columns: readonly Column<CallRow>[] = [
  {
    id: "action",
    header: "Action",
    cell: ({ actions }) => <ActionNames actions={actions} />,
  },
  {
    id: "kind",
    header: "Scan",
    cell: ({ kind }) => <span style={{ whiteSpace: "nowrap" }}>{SCAN_KINDS[kind].label}</span>,
  },
  { id: "calls", header: "Last scan", align: "right", cell: ({ calls }) => formatCount(calls) },
  {
    id: "budget",
    header: "Published budget",
    cell: ({ budget }) => budget ?? "none: called only where a bulk call is denied or does not exist",
  },
];

function Days({ days }: { days: readonly DayOfCalls[] }) {
  const all = withoutGaps(days, new Date(), SHOWN_DAYS);
  const most = Math.max(1, ...all.map(({ total }) => total));
  const total = all.reduce((sum, day) => sum + day.total, 0);
  const throttled = all.reduce((sum, day) => sum + day.throttled, 0);
  return (
    <ChartFigure
      title="Calls per day"
      caption={`${formatCount(total)} calls in the last ${SHOWN_DAYS} days, ${formatCount(throttled)} of them throttled; at most ${formatCount(most)} on a day.`}
      table={{
        columns: ["Day", "Calls", "Throttled"],
        rows: all.toReversed().map(({ day, total, throttled }) => [day, total, throttled]),
      }}
    >
      <div className={classes.days}>
        {all.map(({ day, total }) => (
          <span
            key={day}
            className={classes.day}
            title={`${day}: ${formatCount(total)}`}
            style={{ height: `${(total / most) * 100}%` }}
          />
        ))}
      </div>
      <div className={classes.ends}>
        <span>{all.at(0)?.day}</span>
        <span>{all.at(-1)?.day}</span>
      </div>
    </ChartFigure>
  );
}

function LastScans({ calls }: { calls: AccountApiCalls }) {
  return calls.lastScans.map(({ scanId, kind, total, throttled, finishedAt }) => (
    <Text size="sm" key={scanId}>
      <LinkText inherit href={`/scans/${scanId}`}>
        {SCAN_KINDS[kind].label}
      </LinkText>
      : {formatAmount(total, "call")}, {formatCount(throttled)} throttled, <DateText at={finishedAt} withTime />
    </Text>
  ));
}

/** The calls that Rolecall has made to AWS for this account, beside the published budget. */
export async function ApiCalls({ awsAccountId }: { awsAccountId: string }) {
  const calls = await (await serverApi()).accounts.apiCalls({ awsAccountId });
  return (
    <Stack gap="lg">
      <Days days={calls.days} />
      <SectionCard
        title="Calls to AWS"
        description={
          <>
            By action, in the last landed scan of each kind, beside{" "}
            <LinkText inherit underline="always" href="/scans/cost">
              what a scan is published to cost
            </LinkText>
            . Throttled attempts are counted too, and come on top of the budget.
          </>
        }
      >
        <Stack gap={2} mb="sm">
          <LastScans calls={calls} />
        </Stack>
        <DataTable
          caption="Calls by action"
          columns={columns}
          rows={callRows(calls)}
          rowKey={({ key }) => key}
          empty={
            <Text size="sm" c="dimmed">
              No scan has landed yet.
            </Text>
          }
        />
      </SectionCard>
    </Stack>
  );
}
