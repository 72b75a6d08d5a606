import type { FindingDetail } from "@rolecall/domain";
import { KeyValueList, LinkText, SectionCard } from "@rolecall/ui";
import { findingHref } from "../../../../rooms/address/findings.ts";
import type { Moment } from "../../../../rooms/as-of/moment.ts";
import { SEVERITY_LABELS } from "../../../../rooms/findings/finding-labels.ts";
import { TriageForm } from "./triage-form.tsx";

type TriageCardProps = { finding: FindingDetail; ownEmail: string; moment: Moment };

/** What people added to a finding. It has no history: on a day of the past the current values are shown, and cannot be changed. */
export function TriageCard({ finding, ownEmail, moment }: TriageCardProps) {
  const { id, assignee, note, severityOverride } = finding;
  if (moment.day === null) {
    return (
      <SectionCard title="Triage">
        <TriageForm finding={finding} ownEmail={ownEmail} />
      </SectionCard>
    );
  }
  return (
    <SectionCard
      title="Triage"
      description="As it is now, whatever day the page tells of. Owner and names are those of now as well."
      actions={
        <LinkText size="sm" href={findingHref(id, null)}>
          Change it
        </LinkText>
      }
    >
      <KeyValueList
        items={[
          { label: "Assignee", value: assignee ?? "not assigned" },
          { label: "Note", value: note ?? "none" },
          {
            label: "Severity",
            value: severityOverride ? `set to ${SEVERITY_LABELS[severityOverride].toLowerCase()}` : "as judged",
          },
        ]}
      />
    </SectionCard>
  );
}
