import { Stack, Text } from "@mantine/core";
import { exceptionHolds, type FindingDetail, type FindingException } from "@rolecall/domain";
import { DateText, KeyValueList, SectionCard, StatusBadge } from "@rolecall/ui";
import { conditionText, STATE_LABELS } from "../../exceptions/exception-labels.ts";
import { MakeExceptionButton } from "./make-exception-button.tsx";
import { RevokeExceptionButton } from "./revoke-exception-button.tsx";

function ExceptionFacts({ exception }: { exception: FindingException }) {
  const { state, owner, reason, approver, condition, createdAt, createdBy, expiresAt, endedAt, endReason } = exception;
  const { label, tone } = STATE_LABELS[state];
  return (
    <KeyValueList
      items={[
        { label: "State", value: <StatusBadge tone={tone}>{label}</StatusBadge> },
        { label: "Answers for it", value: owner },
        { label: "Reason", value: reason },
        { label: "Allowed by", value: approver },
        {
          label: exceptionHolds(state) ? "Holds until" : "Was to hold until",
          value: <DateText at={expiresAt} withTime />,
        },
        {
          label: "Hangs on",
          value: condition ? `It holds as long as ${conditionText(condition)}.` : "Nothing but its last day.",
        },
        {
          label: "Made",
          value: (
            <>
              <DateText at={createdAt} withTime /> by {createdBy}
            </>
          ),
        },
        ...(endedAt
          ? [
              {
                label: "Ended",
                value: (
                  <>
                    <DateText at={endedAt} withTime />
                    {endReason && `: ${endReason}`}
                  </>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

/** Who answers for a finding, or the way to make somebody do so. */
export function ExceptionCard({ finding }: { finding: FindingDetail }) {
  const { exception, status, checkId, subject, subjectId, userRecordId, owner } = finding;
  const isExcepted = exception !== null && exceptionHolds(exception.state);
  const excepted = { checkId, subject, subjectId, userRecordId, owner };
  return (
    <SectionCard title="Exception">
      <Stack gap="sm" align="flex-start">
        {exception ? (
          <div style={{ width: "100%" }}>
            <ExceptionFacts exception={exception} />
          </div>
        ) : (
          <Text size="sm">Nobody answers for it: it is to be mended.</Text>
        )}
        {isExcepted && <RevokeExceptionButton exceptionId={exception.id} />}
        {!isExcepted && status === "open" && <MakeExceptionButton finding={excepted} />}
      </Stack>
    </SectionCard>
  );
}
