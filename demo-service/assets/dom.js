// Building and formatting. All text goes in as text nodes, so no message can become markup.

import { shapes } from './icons.js';

const SVG = 'http://www.w3.org/2000/svg';

/** Makes an element. `on…` keys are listeners, `data`, `aria` and `class` do what they say, the rest are properties. */
export function el(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(options)) {
    if (key === 'class') element.className = value;
    else if (key === 'data') Object.assign(element.dataset, value);
    else if (key === 'aria') for (const [name, text] of Object.entries(value)) element.setAttribute(`aria-${name}`, text);
    else if (key === 'role') element.setAttribute('role', value);
    else if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element[key] = value;
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** An icon of 24 by 24, drawn with the text's colour. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  for (const shape of shapes(name)) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', shape);
    svg.append(path);
  }
  return svg;
}

/** A round picture with initials, in a colour that belongs to the name. */
export function avatar(name) {
  const words = name.split(' ').filter(Boolean);
  const firsts = [words.at(0), words.at(-1)].map((word) => [...(word ?? '?')][0]);
  // Two ideographs are wider than the picture, and one is how such names are shortened.
  const initials = words.length > 1 && !/\p{Ideographic}/u.test(name) ? firsts.join('') : firsts[0];
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 997;
  return el('span', { class: `avatar tint-${sum % 6}`, aria: { hidden: 'true' } }, initials.toUpperCase());
}

const plain = new Intl.NumberFormat('en');
const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat('en', { weekday: 'long', day: 'numeric', month: 'long' });
const shortDay = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' });

export const number = (value) => plain.format(value);
export const timeOfDay = (millis) => clock.format(millis);

function daysAgo(millis) {
  const midnight = (moment) => new Date(moment).setHours(0, 0, 0, 0);
  return Math.round((midnight(Date.now()) - midnight(millis)) / 86_400_000);
}

export function dayName(millis) {
  return ['Today', 'Yesterday'][daysAgo(millis)] ?? day.format(millis);
}

export function ago(millis) {
  const minutes = Math.floor((Date.now() - millis) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (daysAgo(millis) === 0) return timeOfDay(millis);
  if (daysAgo(millis) === 1) return 'Yesterday';
  return shortDay.format(millis);
}

/** A bar from 0 to `goal`. Call the returned function to move it. */
export function progressBar(label) {
  const fill = el('span', { class: 'bar-fill' });
  const bar = el('div', { class: 'bar', role: 'progressbar', aria: { label, valuemin: '0' } }, fill);
  const move = (value, goal) => {
    bar.setAttribute('aria-valuenow', String(value));
    bar.setAttribute('aria-valuemax', String(goal));
    fill.style.width = `${goal > 0 ? Math.min(100, (value / goal) * 100) : 100}%`;
  };
  return [bar, move];
}
