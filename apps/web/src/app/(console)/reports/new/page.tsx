import { PageHeader, SectionCard } from "@rolecall/ui";
import type { Metadata } from "next";
import { requireSession } from "../../../../server/session.ts";
import { timeZones } from "../schedule-text.ts";
import { ScheduleForm } from "./schedule-form.tsx";

export const metadata: Metadata = { title: "Schedule a report" };

export default async function NewSchedulePage() {
  const { email } = await requireSession();
  return (
    <>
      <PageHeader
        title="Schedule a report"
        breadcrumbs={[{ label: "Reports", href: "/reports" }]}
        description="A summary by mail: key figures with their change, what is overdue, and what happened since the last one."
      />
      <SectionCard title="When and to whom">
        <ScheduleForm zones={timeZones()} ownEmail={email} />
      </SectionCard>
    </>
  );
}
