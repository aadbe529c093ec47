// Somebody who fills in the form.

/** Answers every necessary question, with text that careless code would break. */
export async function fill (page, { name }) {
  await page.locator('[name=partner_type][value=partner-user]').check()
  await page.locator('[name=first_name]').fill(name)
  await page.locator('[name=last_name]').fill('D’Anjou-Ouellet')
  await page.locator('[name=contact_method][value=phone]').check()
  await page.locator('[name=phone]').fill('(819) 555-0123 poste 12')
  await page.locator('[name=language][value=fr]').check()
  await page.locator('[name=service_link][value=yes]').check()
  await page.locator('[name=motivation]').fill('Je veux aider à améliorer l’accueil.\n« Ensemble » <b>!</b>')
  await page.locator('[name=age_14]').check()
  await page.locator('[name=ack_process]').check()
}
