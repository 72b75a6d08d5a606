import type { Change } from "@rolecall/domain";
import { DateText, LinkText, StatusBadge } from "@rolecall/ui";
import { formatAmount } from "@rolecall/ui/format";
import { subjectPath } from "../words/subjects.ts";
import classes from "./change-item.module.css";
import { CHANGE_LABELS, CHANGED_LABELS } from "./change-labels.ts";
import { FieldChanges } from "./field-changes.tsx";

/** Subjects whose own pages offer a lookup in CloudTrail. */
const LOOKED_UP: readonly Change["subject"][] = ["user", "credential"];

function Actor({ change, linked }: { change: Change; linked: boolean }) {
  const { actor, subject } = change;
  if (actor) {
    const where = [actor.sourceIpAddress, actor.userAgent].filter((part) => part !== null).join(", ");
    return (
      <>
        by <span className={classes.arn}>{actor.actorArn ?? "an actor that CloudTrail does not name"}</span> (
        {actor.eventName}
        {where && `, ${where}`}, <DateText at={actor.at} withTime />)
      </>
    );
  }
  if (change.change === "first_seen") return "it was there before the first inventory";
  if (!LOOKED_UP.includes(subject)) return "actor unknown: CloudTrail was not read for it";
  if (!linked) return "actor unknown: look it up in CloudTrail on this page";
  return (
    <>
      actor unknown:{" "}
      <LinkText inherit c="inherit" underline="always" href={`${subjectPath(change)}#cloudtrail`}>
        look it up in CloudTrail
      </LinkText>
    </>
  );
}

/** The two scans between which the change happened. */
function When({ foundAt, notBefore }: Change) {
  if (!notBefore) {
    return (
      <>
        found <DateText at={foundAt} withTime />
      </>
    );
  }
  return (
    <>
      between <DateText at={notBefore} withTime /> and <DateText at={foundAt} withTime />
    </>
  );
}

type ChangeItemProps = {
  change: Change;
  /** False on the page of the change's own subject. */
  linked: boolean;
};

/** One change: a sentence, the actor, and on demand what was gained and lost. */
export function ChangeItem({ change, linked }: ChangeItemProps) {
  const { label, tone } = CHANGE_LABELS[change.change];
  return (
    <div className={classes.item}>
      <div className={classes.badge}>
        <StatusBadge tone={tone}>{label}</StatusBadge>
      </div>
      <div className={classes.body}>
        <p className={classes.summary}>
          {linked ? (
            <LinkText inherit c="inherit" href={subjectPath(change)}>
              {change.summary}
            </LinkText>
          ) : (
            change.summary
          )}
        </p>
        <p className={classes.facts}>
          {linked && (
            <>
              {CHANGED_LABELS[change.subject]} in{" "}
              <LinkText inherit c="inherit" href={`/accounts/${change.awsAccountId}`}>
                {change.accountName} ({change.awsAccountId})
              </LinkText>
              {" · "}
            </>
          )}
          <When {...change} /> · <Actor change={change} linked={linked} />
        </p>
        {change.fields.length > 0 && (
          <details className={classes.details}>
            <summary>Show what changed ({formatAmount(change.fields.length, "field")})</summary>
            <FieldChanges fields={change.fields} />
          </details>
        )}
      </div>
    </div>
  );
}
