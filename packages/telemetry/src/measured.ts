import { type Attributes, type Histogram, metrics, SpanStatusCode, trace } from "@opentelemetry/api";

/** What is measured: a run of a job, an attempt of a call to AWS, a procedure of the API. */
export type Measured = "job" | "aws_call" | "procedure";

const SCOPE = "rolecall";
const OK = "ok";

const histograms = new Map<Measured, Histogram>();

function histogramOf(kind: Measured): Histogram {
  const known =
    histograms.get(kind) ??
    metrics.getMeter(SCOPE).createHistogram(`rolecall.${kind}.duration`, {
      unit: "s",
      description: `How long each ${kind.replace("_", " ")} took, by its name and outcome`,
    });
  histograms.set(kind, known);
  return known;
}

/**
 * Runs work within a span, and notes how long it took and whether it failed. Where nothing is exported, which is the default, both
 * are no-ops of the OpenTelemetry API. Rejects as `work` does.
 *
 * @param name of few values: metrics are kept by it.
 * @param attributes of the span alone, such as ids; never a secret, nor a text that somebody wrote.
 * @param outcomeOf of what tells its failure by what it gives back: `ok`, or the failure's code.
 */
export function measured<T>(
  kind: Measured,
  name: string,
  attributes: Attributes,
  work: () => Promise<T>,
  outcomeOf: (value: T) => string = () => OK,
): Promise<T> {
  return trace.getTracer(SCOPE).startActiveSpan(`${kind} ${name}`, { attributes }, async (span) => {
    const startedAtMs = performance.now();
    let outcome = OK;
    try {
      const value = await work();
      outcome = outcomeOf(value);
      return value;
    } catch (error) {
      outcome = error instanceof Error ? error.name : "Error";
      throw error;
    } finally {
      if (outcome !== OK) span.setStatus({ code: SpanStatusCode.ERROR, message: outcome });
      histogramOf(kind).record((performance.now() - startedAtMs) / 1000, { name, outcome });
      span.end();
    }
  });
}
