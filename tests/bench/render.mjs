// Renders a template many times with Logto's algorithm (connector-kit, replaceSendMessageHandlebars
// and getValue, restated), for the comparison in render.rs: JSON in by stdin, JSON out by stdout.

import { readFileSync } from 'node:fs';

const getValue = (object, path) =>
  path
    .split('.')
    .reduce((value, name) => (value && typeof value === 'object' ? value[name] : undefined), object);

const render = (template, payload) =>
  template.replaceAll(/{{\s*([\w.]+)\s*}}/g, (written, path) => {
    const root = path.split('.')[0];
    return root && root in payload ? String(getValue(payload, path) ?? '') : written;
  });

const { template, payload, rounds } = JSON.parse(readFileSync(0, 'utf8'));

let printed = 0;
const once = () => {
  printed += render(template, payload).length;
};

for (let round = 0; round < rounds / 5; round += 1) once();
const start = process.hrtime.bigint();
for (let round = 0; round < rounds; round += 1) once();
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
if (printed === 0) throw new Error('nothing was printed');

const text = render(template, payload);
process.stdout.write(JSON.stringify({ text, seconds, version: process.version }));
