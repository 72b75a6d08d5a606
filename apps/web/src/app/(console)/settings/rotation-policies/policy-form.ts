import type { UseFormReturnType } from "@mantine/form";
import type { PolicyValues } from "./policy-values.ts";

export type PolicyForm = UseFormReturnType<PolicyValues>;
/** An account that can be chosen. */
export type AccountOption = { value: string; label: string };
