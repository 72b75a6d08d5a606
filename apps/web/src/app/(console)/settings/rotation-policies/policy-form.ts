import type { UseFormReturnType } from "@mantine/form";
import type { PolicyValues } from "./policy-values.ts";

export type PolicyForm = UseFormReturnType<PolicyValues>;
/** An account, or a unit, that can be chosen by its name. */
export type PlaceOption = { value: string; label: string };
/** What can be chosen; where there is nothing to choose from, ids are typed. */
export type Places = { accounts: readonly PlaceOption[]; units: readonly PlaceOption[] };
