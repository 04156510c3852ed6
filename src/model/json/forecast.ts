import type { ServiceLimit, TimeForecast } from '../time-forecast.js';
import type { JsonObject } from '../json.js';
import { Fields } from './fields.js';

export const forecastToJson = (forecast: TimeForecast): JsonObject => ({
  calls: forecast.calls,
  seen: forecast.seen,
  asReads: forecast.asReads,
  parallelism: forecast.parallelism,
  chainMs: forecast.chainMs,
  longestChainMs: forecast.longestChainMs,
  workMs: forecast.workMs,
  longestWorkMs: forecast.longestWorkMs,
  limits: forecast.limits.map(limitToJson),
});

const limitToJson = ({ provider, calls, workMs, concurrency, perSecond }: ServiceLimit): JsonObject => ({
  provider,
  calls,
  workMs,
  concurrency,
  ...(perSecond !== undefined && { perSecond }),
});

export const forecastFromJson = (fields: Fields): TimeForecast => ({
  calls: fields.count('calls'),
  seen: fields.count('seen'),
  asReads: fields.count('asReads'),
  // Divides.
  parallelism: Math.max(1, fields.count('parallelism')),
  chainMs: fields.count('chainMs'),
  longestChainMs: fields.count('longestChainMs'),
  workMs: fields.count('workMs'),
  longestWorkMs: fields.count('longestWorkMs'),
  limits: fields
    .list('limits')
    .map((json, index) => limitFromJson(new Fields(json, `${fields.place}.limits[${index}]`))),
});

const limitFromJson = (fields: Fields): ServiceLimit => ({
  provider: fields.text('provider'),
  calls: fields.count('calls'),
  workMs: fields.count('workMs'),
  concurrency: Math.max(1, fields.count('concurrency')),
  ...(fields.has('perSecond') && { perSecond: Math.max(Number.MIN_VALUE, fields.number('perSecond')) }),
});
