import { Stack, Text } from "@mantine/core";
import type { Report } from "@rolecall/domain";
import {
  type Column,
  CursorPager,
  DataTable,
  DateText,
  EmptyState,
  LinkText,
  PartialNotice,
  SectionCard,
  StatusBadge,
} from "@rolecall/ui";
import { serverApi } from "../../../server/api.ts";
import { hrefOf } from "../list-query.ts";
import { LiveRefresh } from "../live-refresh.tsx";
import { MAIL_LABELS, REPORT_LABELS } from "./report-labels.ts";

type Mail = Report["mails"][number];

const PAGE_SIZE = 20;

function MailLine({ mail }: { mail: Mail }) {
  const { label, tone } = MAIL_LABELS[mail.status];
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

function Mails({ mails, status }: Report) {
  if (mails.length === 0) return status === "queued" ? "being composed" : "none";
  return (
    <Stack gap={6}>
      {mails.map((mail) => (
        <MailLine key={mail.id} mail={mail} />
      ))}
    </Stack>
  );
}

const columns: readonly Column<Report>[] = [
  {
    id: "name",
    header: "Report",
    cell: ({ scheduleName, period }) => (
      <>
        {scheduleName}
        <Text size="xs" c="dimmed">
          {period}
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
  { id: "mails", header: "Mails", cell: (report) => <Mails {...report} /> },
];

const inMotion = ({ status, mails }: Report) => status === "queued" || mails.some((mail) => mail.status === "sending");

/** What was composed, to whom it went, and what still waits. */
export async function Outbox({ cursor }: { cursor: string | undefined }) {
  const api = await serverApi();
  const { items, nextCursor } = await api.reports.list({ cursor, limit: PAGE_SIZE });
  const waiting = items.some((report) => report.mails.some((mail) => mail.status === "waiting"));
  return (
    <SectionCard
      title="Outbox"
      description="Every report that was composed, newest first. Open a mail to read it as its receiver does."
    >
      {items.some(inMotion) && <LiveRefresh />}
      <Stack gap="md">
        {waiting && (
          <PartialNotice tone="info" title="Mails are waiting because no mail server is set">
            They are readable here. Whoever runs this installation sets SMTP_URL, and the waiting mails go out by
            themselves.
          </PartialNotice>
        )}
        <DataTable
          caption="Reports"
          columns={columns}
          rows={items}
          rowKey={(report) => report.id}
          empty={
            <EmptyState
              title="No report yet"
              description="Reports appear here when a schedule is due, or when you press “Send now”."
            />
          }
        />
      </Stack>
      {items.length > 0 && (
        <CursorPager
          noun="reports"
          shown={items.length}
          firstHref={cursor ? "/reports" : null}
          nextHref={nextCursor ? hrefOf("/reports", { cursor: nextCursor }) : null}
        />
      )}
    </SectionCard>
  );
}
