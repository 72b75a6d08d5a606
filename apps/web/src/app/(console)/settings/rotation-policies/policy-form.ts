import type { UseFormReturnType } from "@mantine/form";
import type { PolicyValues } from "./policy-values.ts";

export type PolicyForm = UseFormReturnType<PolicyValues>;
/** An account or a unit that people can choose by its name. */
export type PlaceOption = { value: string; label: string };
/** The accounts and units to choose from. Where a list is empty, people type ids. */
export type Places = { accounts: readonly PlaceOption[]; units: readonly PlaceOption[] };
