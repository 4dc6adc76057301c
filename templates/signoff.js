'use strict';
// Fills in the blank lines of a form's block; the block itself is the page's, and what the box holds is what counts.
for (const form of document.querySelectorAll('.form')) {
  const box = form.querySelector('textarea');
  const controls = form.querySelector('.controls');
  const message = form.querySelector('.message');
  const part = form.closest('.part');
  const items = box.defaultValue.match(/^items: (.*)$/m)[1].split(', ');
  const picks = [...part.querySelectorAll('.pick')].filter(pick => items.includes(pick.value));
  const value = name => form.querySelector('[data-field=' + name + ']').value;
  const decision = () => form.querySelector('input[type=radio]:checked');

  const fill = () => {
    const picked = new Set(picks.filter(pick => pick.checked).map(pick => pick.value));
    const lines = {
      by: value('by'),
      decision: decision() ? decision().value : '',
      at: new Date().toISOString().replace(/\.\d+/, ''),
      note: value('note').replace(/[\p{C}\p{Z}]+/gu, ' ').trim(),
    };
    box.value = box.defaultValue.split('\n').map(line => {
      const key = line.slice(0, line.indexOf(':'));
      if (line === key + ':' && lines[key]) return line + ' ' + lines[key];
      if (!['items', 'digests', 'parts'].includes(key)) return line;
      const kept = line.slice(key.length + 2).split(', ').filter(entry => picked.has(entry.split('=')[0]));
      return key + ': ' + kept.join(', ');
    }).join('\n');
    return picked.size;
  };

  const say = (text, isProblem) => {
    message.textContent = text;
    message.classList.toggle('problem', isProblem);
  };

  // What is missing is said beside the button, and the control that wants it gets the focus.
  const isComplete = () => {
    const count = fill();
    const problem = !value('by') ? ['Choose who you are.', form.querySelector('[data-field=by]')]
      : !decision() ? ['Choose approve or reject.', form.querySelector('input[type=radio]')]
      : count === 0 ? ['Tick at least one item.', picks[0]] : null;
    if (problem) {
      say(problem[0], true);
      problem[1].focus();
    }
    return !problem;
  };

  form.querySelector('.download').addEventListener('click', () => {
    if (!isComplete()) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([box.value], {type: 'text/markdown'}));
    link.download = box.dataset.file;
    link.click();
    say('Saved as ' + box.dataset.file + '. Put it into signoffs/, or sign it first.', false);
  });

  form.querySelector('.copy').addEventListener('click', async () => {
    if (!isComplete()) return;
    try {
      await navigator.clipboard.writeText(box.value);
      say('Copied. Paste it as a comment of the ticket, as code.', false);
    } catch {
      box.focus();
      box.select();
      say('Press Ctrl+C, then paste it as a comment of the ticket, as code.', false);
    }
  });

  controls.hidden = false;
  for (const pick of picks) {
    pick.hidden = false;
    pick.addEventListener('change', fill);
  }
  controls.addEventListener('input', fill);
}
