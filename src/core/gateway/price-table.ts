/** Date of the newest of the sources below. */
export const PRICED_ON = '2026-08-12'

/**
 * USD an hour by region and capacity in GB, as far as confirmed: us-east-1 from several copies of AWS's price
 * page and price list, us-west-2 from a bill ($14.88 for 743.93 hours), eu-central-1 from the Pricing API on
 * that date. A missing size or region is priced like us-east-1, and marked so.
 */
export const HOURLY_USD: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'us-east-1': {
    '0.5': 0.02,
    '1.6': 0.038,
    '6.1': 0.2,
    '13.5': 0.25,
    '28.4': 0.5,
    '58.2': 1,
    '118': 1.9,
    '237': 3.8,
  },
  'us-west-2': { '0.5': 0.02 },
  'eu-central-1': { '0.5': 0.02 },
}
