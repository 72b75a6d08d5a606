import { VisuallyHidden } from "@mantine/core";
import type { FieldChange } from "@rolecall/domain";
import { formatCount } from "@rolecall/ui/format";
import { PolicyDiff } from "../access/policy-diff.tsx";
import classes from "./field-changes.module.css";

const ISO_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** The value of a field, for people. */
function valueInWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (value instanceof Date) return valueInWords(value.toISOString());
  if (typeof value === "string") return ISO_INSTANT.test(value) ? `${value.slice(0, 16).replace("T", " ")} UTC` : value;
  return typeof value === "number" ? formatCount(value) : JSON.stringify(value);
}

function Names({ names, mark, spoken }: { names: readonly string[]; mark: "+" | "−"; spoken: string }) {
  return names.map((name) => (
    <li key={name} className={classes.name} data-kind={mark === "+" ? "gained" : "lost"}>
      <span aria-hidden="true" className={classes.mark}>
        {mark}
      </span>
      <VisuallyHidden>{spoken} </VisuallyHidden>
      {name}
    </li>
  ));
}

function FieldValue({ field }: { field: FieldChange }) {
  const { label, before, after, gained, lost, isPolicy } = field;
  if (isPolicy) return <PolicyDiff label={label} before={before} after={after} />;
  if (gained.length + lost.length > 0) {
    return (
      <ul className={classes.names}>
        <Names names={gained} mark="+" spoken="Gained:" />
        <Names names={lost} mark="−" spoken="Lost:" />
      </ul>
    );
  }
  return (
    <span>
      <del className={classes.before}>{valueInWords(before)}</del> <span aria-hidden="true">→</span>{" "}
      <ins className={classes.after}>{valueInWords(after)}</ins>
    </span>
  );
}

/** What a change gained and lost, field by field. */
export function FieldChanges({ fields }: { fields: readonly FieldChange[] }) {
  return (
    <dl className={classes.fields}>
      {fields.map((field) => (
        <div key={field.field} className={classes.field} data-wide={field.isPolicy ? "" : undefined}>
          <dt>{field.label}</dt>
          <dd>
            <FieldValue field={field} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
