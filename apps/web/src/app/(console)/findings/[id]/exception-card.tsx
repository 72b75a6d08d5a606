import { Stack, Text } from "@mantine/core";
import { exceptionHolds, type FindingDetail, type FindingException } from "@rolecall/domain";
import { DateText, KeyValueList, LinkText, SectionCard, StatusBadge } from "@rolecall/ui";
import { EXCEPTIONS } from "../../../../rooms/address/exceptions.ts";
import type { Moment } from "../../../../rooms/as-of/moment.ts";
import { conditionText, STATE_LABELS } from "../../../../rooms/findings/exception-labels.ts";
import { CreateExceptionButton } from "./create-exception-button.tsx";
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

/** The exception of a finding, or a way to create one. On a day of the past nothing can be changed. */
export function ExceptionCard({ finding, moment }: { finding: FindingDetail; moment: Moment }) {
  const { exception, status, checkId, subject, subjectId, userRecordId, owner } = finding;
  const isExcepted = exception !== null && exceptionHolds(exception.state);
  const excepted = { checkId, subject, subjectId, userRecordId, owner };
  const isNow = moment.day === null;
  return (
    <SectionCard
      title="Exception"
      actions={
        exception && (
          <LinkText size="sm" href={EXCEPTIONS.href({ subjectId })}>
            All of this resource
          </LinkText>
        )
      }
    >
      <Stack gap="sm" align="flex-start">
        {exception ? (
          <div style={{ width: "100%" }}>
            <ExceptionFacts exception={exception} />
          </div>
        ) : (
          <Text size="sm">
            {isNow ? "Nobody answers for it: it is to be mended." : "By then nobody had answered for it."}
          </Text>
        )}
        {isNow && isExcepted && <RevokeExceptionButton exceptionId={exception.id} />}
        {isNow && !isExcepted && status === "open" && <CreateExceptionButton finding={excepted} />}
      </Stack>
    </SectionCard>
  );
}
