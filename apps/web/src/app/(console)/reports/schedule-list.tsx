import { Text } from "@mantine/core";
import type { ReportSchedule } from "@rolecall/domain";
import { type Column, DataTable, EmptyState, LinkButton, SectionCard } from "@rolecall/ui";
import { formatInstant } from "@rolecall/ui/format";
import { serverApi } from "../../../server/api.ts";
import { ScheduleActions } from "./schedule-actions.tsx";
import { formatInZone, rhythmText } from "./schedule-text.ts";

const MAX_SCHEDULES = 200;

function NextDue({ nextDueAt, timeZone }: ReportSchedule) {
  return (
    <>
      <time dateTime={nextDueAt.toISOString()}>{formatInZone(nextDueAt, timeZone)}</time>
      {timeZone !== "UTC" && (
        <Text size="xs" c="dimmed">
          {formatInstant(nextDueAt)}
        </Text>
      )}
    </>
  );
}

const columns: readonly Column<ReportSchedule>[] = [
  { id: "name", header: "Report", cell: ({ name }) => name },
  {
    id: "rhythm",
    header: "When",
    cell: (schedule) => (
      <>
        {rhythmText(schedule)}
        <Text size="xs" c="dimmed">
          {schedule.timeZone}
        </Text>
      </>
    ),
  },
  { id: "next", header: "Next due", cell: (schedule) => <NextDue {...schedule} /> },
  {
    id: "recipients",
    header: "Recipients",
    cell: ({ recipients, unconfirmedRecipients }) =>
      recipients.map((email) => (
        <div key={email}>
          {email}
          {unconfirmedRecipients.includes(email) && (
            <Text size="xs" c="dimmed">
              Not confirmed yet: nothing is sent
            </Text>
          )}
        </div>
      )),
  },
  { id: "actions", header: "Actions", align: "right", cell: ({ id, name }) => <ScheduleActions id={id} name={name} /> },
];

/** The scheduled reports. */
export async function ScheduleList() {
  const api = await serverApi();
  const { items } = await api.reportSchedules.list({ limit: MAX_SCHEDULES });
  return (
    <SectionCard
      title="Schedules"
      description="Each report tells the key figures, what changed since the last one, and what is overdue."
    >
      <DataTable
        caption="Report schedules"
        columns={columns}
        rows={items}
        rowKey={(schedule) => schedule.id}
        empty={
          <EmptyState
            title="No report is scheduled"
            description="A weekly mail keeps the people who own the keys moving, without anybody opening this console."
            actions={<LinkButton href="/reports/new">Schedule a report</LinkButton>}
          />
        }
      />
    </SectionCard>
  );
}
