import { errors } from "./aws-error.ts";

/** The parameters of a Query request, read with the checks and the wording that AWS has for all actions. */
export class RequestParams {
  readonly #form: URLSearchParams;

  constructor(body: string) {
    this.#form = new URLSearchParams(body);
  }

  optional(name: string): string | null {
    return this.#form.get(name);
  }

  /** @throws AwsError ValidationError if the parameter is absent or empty. */
  required(name: string): string {
    const value = this.#form.get(name);
    if (value) return value;
    throw errors.validation(
      `1 validation error detected: Value null at '${camel(name)}' failed to satisfy constraint: Member must not be null`,
    );
  }

  /** @throws AwsError ValidationError outside of the range. */
  integer(name: string, { min, max, fallback }: { min: number; max: number; fallback: number }): number {
    const text = this.#form.get(name);
    if (text === null) return fallback;
    const value = Number(text);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    const bound = value > max ? `less than or equal to ${max}` : `greater than or equal to ${min}`;
    throw errors.validation(
      `1 validation error detected: Value '${text}' at '${camel(name)}' failed to satisfy constraint: Member must have value ${bound}`,
    );
  }

  /** The values of `Name.member.1`, `Name.member.2`, ... or, with a field, of `Name.member.1.Field`, ... */
  members(name: string, field?: string): string[] {
    const values: string[] = [];
    for (;;) {
      const value = this.#form.get(`${name}.member.${values.length + 1}${field ? `.${field}` : ""}`);
      if (value === null) return values;
      values.push(value);
    }
  }

  /** Every parameter as it was sent, but the action's name and version. */
  all(): Record<string, string> {
    const { Action, Version, ...parameters } = Object.fromEntries(this.#form);
    return parameters;
  }

  tags(): { key: string; value: string }[] {
    const values = this.members("Tags", "Value");
    return this.members("Tags", "Key").map((key, index) => ({ key, value: values[index] ?? "" }));
  }
}

const camel = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
