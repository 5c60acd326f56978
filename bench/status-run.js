/** The stage of the sandbox's demo that the status benchmarks read. */
export const DEMO = { api: 'p3t5d3m0a1', stage: 'prod' }

export const statusArgs = ['status', '--api', 'pets', '--stage', DEMO.stage, '-o', 'json']
