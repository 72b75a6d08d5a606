import { FilterForm } from "@rolecall/ui";
import { asOfField, type Moment } from "./moment.ts";

/** Chooses the day that a detail page shows. */
export function AsOfForm({ action, moment }: { action: string; moment: Moment }) {
  return <FilterForm action={action} label="Show it as of a day" fields={[asOfField(moment)]} submitLabel="Show" />;
}
