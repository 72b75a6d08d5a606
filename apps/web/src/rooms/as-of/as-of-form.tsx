import { FilterForm } from "@rolecall/ui";
import { asOfField, type Moment } from "./moment.ts";

/** Chooses the day of which a detail page tells. */
export function AsOfForm({ action, moment }: { action: string; moment: Moment }) {
  return <FilterForm action={action} label="Show it as of a day" fields={[asOfField(moment)]} submitLabel="Show" />;
}
