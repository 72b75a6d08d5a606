"use client";

import { Button, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import type { ReactNode, SubmitEvent } from "react";
import classes from "./filter-form.module.css";
import { LinkButton, useNavigation } from "./navigation.tsx";

export type FilterOption = { value: string; label: string };

/** `select`: applies at once. `date`: a UTC day, `YYYY-MM-DD`, up to `max`. The empty value means no filter. */
export type FilterField =
  | { kind: "search"; name: string; label: string; placeholder: string; value: string | null }
  | { kind: "number"; name: string; label: string; placeholder: string; value: number | null }
  | { kind: "date"; name: string; label: string; max?: string; value: string | null }
  | { kind: "select"; name: string; label: string; options: readonly FilterOption[]; value: string | null };

type FilterFormProps = {
  /** Path of the page; the fields become its query. */
  action: string;
  /** Name of the form: what it filters. */
  label: string;
  fields: readonly FilterField[];
  /** Values of the query that the form keeps, such as the sort order. */
  kept?: Readonly<Record<string, string | null>>;
  submitLabel?: string;
  /** False: one of the options is always chosen, so there is nothing to clear. */
  isClearable?: boolean;
  children?: ReactNode;
};

function Field({ field }: { field: FilterField }) {
  switch (field.kind) {
    case "search":
      return (
        <TextInput
          type="search"
          name={field.name}
          label={field.label}
          placeholder={field.placeholder}
          defaultValue={field.value ?? ""}
          maxLength={200}
          size="xs"
          className={classes.search}
        />
      );
    case "number":
      return (
        <NumberInput
          name={field.name}
          label={field.label}
          placeholder={field.placeholder}
          defaultValue={field.value ?? ""}
          min={0}
          max={36_600}
          allowDecimal={false}
          hideControls
          size="xs"
          className={classes.number}
        />
      );
    case "date":
      return (
        <TextInput
          type="date"
          name={field.name}
          label={field.label}
          defaultValue={field.value ?? ""}
          max={field.max}
          size="xs"
          className={classes.date}
        />
      );
    case "select":
      return (
        <NativeSelect
          name={field.name}
          label={field.label}
          defaultValue={field.value ?? ""}
          data={[...field.options]}
          onChange={(event) => event.currentTarget.form?.requestSubmit()}
          size="xs"
          className={classes.select}
        />
      );
  }
}

/** The filters of a page, kept in the URL. A choice applies at once. Without script it is a plain form. */
export function FilterForm({
  action,
  label,
  fields,
  kept = {},
  submitLabel = "Apply",
  isClearable = true,
  children,
}: FilterFormProps) {
  const { navigate } = useNavigation();
  const filtered = isClearable && fields.some((field) => field.value !== null && field.value !== "");

  const needsButton = fields.some((field) => field.kind !== "select");
  const submit = (
    <Button type="submit" size="xs" variant="light">
      {submitLabel}
    </Button>
  );

  function apply(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(event.currentTarget)) {
      if (typeof value === "string" && value.trim() !== "") query.set(name, value.trim());
    }
    const href = query.size > 0 ? `${action}?${query}` : action;
    if (navigate) navigate(href);
    else window.location.assign(href);
  }

  return (
    <form
      key={JSON.stringify(fields.map((field) => field.value))}
      action={action}
      method="get"
      onSubmit={apply}
      className={classes.form}
      aria-label={label}
    >
      {Object.entries(kept).map(
        ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
      )}
      {fields.map((field) => (
        <Field key={field.name} field={field} />
      ))}
      <div className={classes.buttons}>
        {needsButton ? submit : <noscript>{submit}</noscript>}
        {filtered && (
          <LinkButton href={action} size="xs" variant="subtle" color="gray">
            Clear
          </LinkButton>
        )}
        {children}
      </div>
    </form>
  );
}
