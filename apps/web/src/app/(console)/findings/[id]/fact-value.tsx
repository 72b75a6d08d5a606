import type { Finding } from "@rolecall/domain";
import { DateText } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import classes from "./fact-value.module.css";

type FactValueProps = { value: Finding["facts"][number]["value"] };

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** A value as AWS reported it. Instants look as they do everywhere; a missing value is named as such. */
export function FactValue({ value }: FactValueProps) {
  if (value === null) return <span className={classes.none}>none told</span>;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return formatCount(value);
  if (INSTANT.test(value) && !Number.isNaN(Date.parse(value))) return <DateText at={new Date(value)} withTime />;
  return <span className={classes.text}>{value === "" ? "none" : value}</span>;
}
