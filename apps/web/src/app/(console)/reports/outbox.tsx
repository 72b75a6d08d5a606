import { Box, Stack, Text } from "@mantine/core";
import type { Report } from "@rolecall/domain";
import { type Column, DateText, EmptyState, LinkText, PartialNotice, SectionCard, StatusBadge } from "@rolecall/ui";
import { LiveRefresh } from "../../../rooms/block/live-refresh.tsx";
import { PagedTable } from "../../../rooms/list/paged-table.tsx";
import { serverApi } from "../../../server/api.ts";
import { MAIL_LABELS, mailState, REPORT_LABELS } from "./report-labels.ts";

type Mail = Report["mails"][number];

const PAGE_SIZE = 20;

function MailLine({ mail, createdAt, now }: { mail: Mail; createdAt: Date; now: Date }) {
  const { label, tone } = MAIL_LABELS[mailState(mail, createdAt, now)];
  return (
    <div>
      <LinkText href={`/reports/mails/${mail.id}`} inherit>
        {mail.recipient}
      </LinkText>{" "}
      <StatusBadge tone={tone}>{label}</StatusBadge>
      {mail.sentAt && (
        <Text size="xs" c="dimmed">
          <DateText at={mail.sentAt} withTime />
        </Text>
      )}
      {mail.lastError && (
        <Text size="xs" c="dimmed">
          {mail.lastError} (attempt {mail.attempts})
        </Text>
      )}
    </div>
  );
}

function Mails({ report: { mails, status, createdAt }, now }: { report: Report; now: Date }) {
  if (mails.length === 0) return status === "queued" ? "being composed" : "none";
  return (
    <Stack gap={6}>
      {mails.map((mail) => (
        <MailLine key={mail.id} mail={mail} createdAt={createdAt} now={now} />
      ))}
    </Stack>
  );
}

const columnsFor = (now: Date): Column<Report>[] => [
  {
    id: "name",
    header: "Report",
    cell: ({ scheduleName, period }) => (
      <>
        {scheduleName}
        <Text size="xs" c="dimmed">
          {period.startsWith("requested") ? "sent by hand" : period}
        </Text>
      </>
    ),
  },
  { id: "asOf", header: "As of", cell: ({ asOf }) => <DateText at={asOf} withTime /> },
  {
    id: "status",
    header: "Status",
    cell: ({ status, error }) => (
      <>
        <StatusBadge tone={REPORT_LABELS[status].tone}>{REPORT_LABELS[status].label}</StatusBadge>
        {error && <Text size="xs">{error}</Text>}
      </>
    ),
  },
  { id: "mails", header: "Mails", cell: (report) => <Mails report={report} now={now} /> },
];

const MOVING_STATES: readonly string[] = ["handed_over", "sending"];

type OutboxProps = { cursor: string | null; hrefAt: (cursor: string | null) => string };

/** The composed reports, with their mails and the state of each. */
export async function Outbox({ cursor, hrefAt }: OutboxProps) {
  const api = await serverApi();
  const page = await api.reports.list({ cursor: cursor ?? undefined, limit: PAGE_SIZE });
  const { items } = page;
  const now = new Date();
  const states = items.flatMap(({ mails, createdAt }) => mails.map((mail) => mailState(mail, createdAt, now)));
  const isMoving =
    items.some((report) => report.status === "queued") || states.some((state) => MOVING_STATES.includes(state));
  return (
    <SectionCard
      title="Outbox"
      description="Every report that was composed, newest first. Open a mail to read it as its receiver does."
    >
      {isMoving && <LiveRefresh />}
      {states.includes("held") && (
        <Box mb="md">
          <PartialNotice tone="info" title="Mails are waiting because no mail server is set">
            They are readable here. Whoever runs this installation sets SMTP_URL, and the waiting mails go out by
            themselves.
          </PartialNotice>
        </Box>
      )}
      <PagedTable
        noun="reports"
        caption="Reports"
        columns={columnsFor(now)}
        page={page}
        cursor={cursor}
        hrefAt={hrefAt}
        rowKey={({ id }) => id}
        empty={
          <EmptyState
            title="No report yet"
            description="Reports appear here when a schedule is due, or when you press “Send now”."
          />
        }
      />
    </SectionCard>
  );
}
