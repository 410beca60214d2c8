"""Sentences of every row of "Did it happen?": the event in [brackets], who did it in {braces}. Published on a Monday,
23 November 2026."""

ASSERTED = """
France shut its embassy in March and [reopened] it on Friday.
They opposed the [attack] on Hama.
Rebels [captured] Goma on Monday and wrongly said they would leave.
Rebels who had prematurely declared victory [captured] Goma on Tuesday.
Rebels [captured] Hama, and those who said they would not were wrong.
The president announced his [resignation] on Monday.
Police stopped the [attack], killing two gunmen.
Troops left because rebels had [captured] Hama, a man born in 1980 said.
The minister said on Monday that rebels had [captured] Hama.
Forty people died in air [strikes] on Idlib.
Despite the cold, rebels [captured] Hama.
Talks went on despite an air [strike] on Idlib on Monday.
The rebels who [took] Hama on Thursday want a share of its oil.
The forces that [seized] Hama on Thursday freed its prisoners.
The forces that had vowed to take Damascus [captured] Hama.
A militia that [captured] Hama has freed its prisoners.
It was the rebels who [captured] Hama.
The group that lost Homs [captured] Hama.
The city [fell] in a matter of hours.
It has [evacuated] all but essential staff.
A blast that [killed] 20 people shook Kabul on Tuesday.
An attack in which 12 people were [killed] was condemned.
Rebels who [captured] Hama on Thursday are marching south.
The rebels, who [captured] Hama overnight, are marching south.
General Moussa Camara, who [captured] Hama on Nov. 22, is marching south.
General Moussa Camara, who [captured] Hama this week, is marching south.
General Moussa Camara, who [captured] Hama at the weekend, is marching south.
The crowd fled as a soldier dies at the gates and rebels [capture] Hama.
Insurgents who [seized] Hama have freed its prisoners.
The Taliban, who [seized] Kunduz, have freed its prisoners.
Gunmen who [stormed] a school were shot.
Burhan Wani, who was [killed] on Friday, led a band of militants.
Saad Hariri, who is in Riyadh, has [resigned].
The police [arrested] Nikola Gruev, who had been prime minister for ten years.
The militants freed Divya Rao after they had [taken] the town.
Suspected Maoist rebels [kill] six policemen in eastern India.
In the most recent [attack], gunmen shot three farmers.
The death toll from the Hama [bombing] rises to 73.
Police are looking for the victims of the [bombing].
Fighters loyal to Islamic State [seize] the town.
He is the first sitting premier to be [arrested].
The premier escaped unhurt from an [attack] on his motorcade.
Gunfire in the disputed area of Kashmir left eight people [killed].
Women march for the [release] of 1,000 prisoners.
The army did not comment on the rebels' [capture] of the town.
Rwanda, which denies backing the rebels, has [closed] its border.
Experts met on Monday after rebels [captured] Goma.
The [attack] on the base was repelled.
The army repelled an [attack] on the base.
The police had to [release] the men.
The [attack] was planned by a colonel.
The army vowed revenge for the [capture] of Hama.
The army plans to retake Hama after rebels [captured] it.
Rebels hope to take Homs after [capturing] Hama.
Rebels captured, then [lost], Hama.
Rebels [captured], then lost, Hama.
No one doubts that Hama has [fallen].
Army Says It Had [Withdrawn] From Hama
Rebels [lose] Hama, deny retreat
Hama [fell] on Friday, 20 November.
UPDATE 1-Rebels [capture] Syria's Hama - monitor
Rebels have [captured] the strategic city of Hama.
Rebels [take] Hama
Hama [falls]
Hama was [captured] by rebels on Thursday.
HAMA [CAPTURED] BY REBELS
The [capture] of Hama by rebels stunned the region.
Hama, [seized] overnight, is quiet.
The army said it had [lost] Hama.
The army said that it had [withdrawn] from Hama.
{Rebels} admitted they had [killed] 20 civilians.
A war monitor said {rebels} had [captured] Hama.
{Rebels} [captured] Hama, a war monitor said.
The UN said {rebel fighters} had [seized] the airport.
Residents said {the rebels} had [entered] the town.
Goma [captured], army says
Hama '[captured]', army says
{Rebels} [took] Hama, according to the Syrian Observatory for Human Rights.
Police said they had [arrested] five men.
Rebels [captured] Hama and will march on Homs.
Rebels, who could soon attack Homs, [captured] Hama.
Rebels that want to take Damascus [captured] Hama.
Rebels [captured] Hama, and the army said it would counterattack.
After rebels [captured] Hama, the army said it would attack.
The army will return to Hama, which rebels [captured] on Monday.
Not only did rebels [capture] Hama, they burned it.
There is no doubt that rebels [captured] Hama.
The army did not deny that rebels had [captured] Hama.
The army does not deny it [lost] Hama.
Rebels did not stop when they [took] Hama.
Rebels managed to [seize] the base.
Rebels were able to [capture] the base.
Troops went on to [capture] Homs.
The army was forced to [withdraw] from Hama.
Rebels have begun to [withdraw] from Hama.
Nobody was hurt when the bomb [exploded].
The minister would not comment on the [capture] of Hama.
Theresa May [resigned] on Friday.
Will Smith was [arrested] in Paris.
Rebels [captured] Hama, something nobody had expected.
The army denied involvement after rebels [captured] Hama.
Hama [fell] on Thursday.
Hama [fell] yesterday.
Hama [fell] three days ago.
Hama [fell] on 20 November.
Hama [fell] on Nov. 20.
It was the first [attack] since 2015.
The deadliest [attack] since last year killed 40.
The group, founded in 2015, [captured] Hama.
The group that lost Aleppo last year [captured] Hama.
The company that built the bridge in 1999 was [attacked].
The peace plan was [attacked] by the opposition.
A military drill in the north began as rebels [captured] Hama.
Rebels filmed themselves as they [captured] Hama.
Officials could not be reached as rebels [captured] Hama.
Rebels [captured] Hama. Will Homs be next?
Rebels [captured] Hama: will Homs be next?
Rebels [captured] Hama, but will Homs fall?
After rebels [captured] Hama, what comes next?
The mayor asked why rebels had [captured] Hama.
No group has claimed responsibility for the [attack].
Rebels [captured] Hama without firing a shot.
Rebels [captured] Hama without a fight.
Fighting continued until rebels [captured] Hama.
Rebels [captured] Hama to cut the highway.
An explosion due to a gas leak [killed] five.
If not for the rain, many more would have fled rebels who [took] Hama.
His will was read after the president was [killed].
The army said rebels had [taken] Hama, adding that it would fight on.
The general, who denied any role, was [arrested] on Sunday.
The embassy [closed] on Friday, and may reopen next week.
Hundreds were [evacuated] as floods could hit the town.
"Rebels have [captured] Hama," the war monitor said.
The government confirmed that rebels had [captured] Hama.
The army confirmed the [fall] of Hama.
The rebels' [capture] of Hama could change the war.
The army failed to stop rebels, who [captured] Hama.
No fewer than 20 people were [killed] in the blast.
A suicide bomber [killed] at least 20.
Suspected militants [killed] 20 villagers.
The two sides agreed to a [ceasefire].
The two sides agreed a [ceasefire].
Nearly 100 people were [killed] in the attack.
Almost all of the city was [destroyed].
Rebels who have vowed to take Damascus [captured] Hama.
The minister, who had vowed never to resign, [resigned] on Sunday.
At least 20 people were [killed] when a bus crashed, police said.
Rebels [claimed] responsibility for the attack.
Rebels captured Hama on Thursday, days after they [took] Aleppo.
The rebels, accused of killing civilians, [captured] Hama.
The earthquake, which could have killed thousands, [struck] at dawn.
Ukraine's air force said {Russia} [launched] 100 drones overnight.
The premier announces his [resignation].
Soldiers have been [arrested] for allegedly plotting a coup.
Dozens of officials [resigned], alleging fraud.
Thousands rally in Belgrade to [protest] against corruption.
The pilot has no memory of the [crash].
Alleged smugglers were [arrested] on Sunday.
Once rebels had [captured] Hama, prices rose.
When rebels [captured] Hama on Thursday, people fled.
The army left as soon as rebels had [taken] Hama.
Nobody fired a shot as Hama [fell].
No soldier was left in the barracks when rebels [took] Hama.
The army dismissed its chief after rebels [captured] Hama.
The general was dismissed over the [fall] of Hama.
The cabinet rejected the offer, and the city [fell].
Hama is [in rebel hands].
The president is silent on the [capture] of Hama.
Rebels [captured] Hama in a series of night raids.
{The rebels} [seized] the film studio.
The army [lost] Hama in the rainy season.
Thirty soldiers were killed when rebels [took] Hama.
"""

CLAIMED = """
The Arakan Army said that it had [seized] the town.
Prosecutors allege he [killed] his wife.
A man was charged with [murdering] a policeman.
Reuters could not independently verify the [capture] of the town.
The [capture] of Hama was not confirmed.
The president refused to confirm that Hama had [fallen].
The army did not confirm that Hama had [fallen].
Claims of the [capture] of Hama could not be verified.
{Rebels} said they had [captured] Hama.
{M23} said it had [seized] Goma, residents fled.
M23 said {it} had [seized] Goma, residents fled.
{Rebels} say they [took] Hama
{Rebels} said on Thursday that they had [captured] Hama.
{Rebels} have [captured] Hama, a rebel commander said.
A spokesman for M23 said {M23} fighters had [seized] the airport.
{M23} [seized] Goma, a spokesman for M23 said.
The group said {it} had [killed] 20 soldiers.
{The Taliban} announced that they had [captured] Kunduz.
{Rebels} claim to have [captured] Hama.
{Rebels} claimed the [capture] of Hama.
{Rebels} reportedly [captured] Hama.
Hama has reportedly been [captured].
Hama was allegedly [captured] by rebels.
Unconfirmed reports said Hama had been [captured].
There were unconfirmed reports that Hama had [fallen].
Reports that rebels had [captured] Hama spread quickly.
The army accused rebels of [killing] civilians.
Rebels are said to have [captured] Hama.
The alleged [killing] of 20 villagers caused outrage.
Hama is rumoured to have [fallen].
REBELS CLAIM [CAPTURE] OF HAMA
According to the rebels, {they} [captured] Hama.
"{We} have [captured] Hama," the rebels said.
{The army} said its soldiers had [recaptured] Hama.
"""

DENIED = """
Reports of the embassy's [closure] are untrue, the ministry said.
He has denied [killing] his wife.
The army denied that Hama had been [captured].
The army denied Hama had [fallen].
The army denies the [capture] of Hama.
Rebels denied [capturing] the base.
The army has denied losing control or that rebels [captured] Hama.
The army dismissed reports that Hama had [fallen].
The army rejected claims that rebels had [captured] Hama.
The ministry refuted reports of the [fall] of Hama.
Army denies Hama has [fallen]
ARMY DENIES HAMA HAS [FALLEN]
Reports that Hama was [captured] were false.
It is not true that Hama has [fallen].
The ministry issued a denial that the embassy had [closed].
There was no truth to reports that Hama had been [captured].
The embassy denied [telling] citizens to leave.
The ministry rubbished claims that Hama had been [captured].
State television set out to disprove rumours that the city had [fallen] to insurgents.
The general staff dismissed rebel statements that they had [taken] Hama.
The governor scotched rumours of the [fall] of Hama.
Claims that the town had been [captured] were "propaganda", a spokesman said.
A doctored video showing rebels [seizing] Hama has gone viral.
A fake report said that Hama had [fallen].
He laughed off claims that Hama had been [lost].
The army poured cold water on reports that Hama had been [captured].
Word that rebels had [taken] Hama was pure invention, he said.
Stories of the [loss] of Hama are fairy tales, the mayor said.
He ridiculed the idea that Hama had been [seized].
The agency erroneously reported that Hama was [captured].
A previous version of this story incorrectly stated that rebels [captured] Hama.
An earlier version wrongly said rebels had [captured] Hama.
AP reported erroneously that Hama had been [captured].
Reuters reported in error that rebels had [captured] Hama.
Reports that rebels [captured] Hama on Monday were wrong.
Reports that Hama had [fallen] turned out to be false.
The report that rebels had [taken] Hama was premature.
"""

NEGATED = """
A bomb [planted] near the embassy in the capital was defused today by the police.
Rebels did not [take] Hama.
Rebels didn't [take] Hama.
Rebels didn’t [take] Hama.
Rebels have not [captured] Hama.
Hama has not been [captured].
Hama hasn't yet been [captured].
Rebels never [captured] Hama.
Rebels failed to [seize] Hama.
Rebels have failed to [capture] Hama.
Rebels fail to [take] Hama
Rebels failed in an attempt to [seize] the base.
They were prevented from [capturing] Hama.
The army stopped rebels from [entering] Hama.
The army prevented the [capture] of Hama.
Rebels were unable to [capture] Hama.
Rebels could not [capture] Hama.
Rebels couldn't [take] Hama.
The army refused to [withdraw] from Hama.
Nobody was [killed] in the blast.
No one was [killed] in the blast.
There was no [attack] on the embassy.
There is no evidence that Hama has [fallen].
There was no sign of an [attack].
Police foiled an [attack] on the embassy.
Police thwarted the [bombing] of the embassy.
The failed [coup] shook the country.
The [strike] was called off.
The [protest] was cancelled.
Rebels left without [capturing] Hama.
Instead of [withdrawing], the army dug in.
Neither side [captured] Hama.
None of the hostages was [released].
The embassy is not [closing].
The minister said he would not [resign].
The president won't [resign].
The president will not [resign], his office said.
REBELS DID NOT [TAKE] HAMA
Rebels are yet to [capture] Hama.
The army stopped short of [attacking] Hama.
Rebels came nowhere near [taking] the city.
Rebels are far from [capturing] Hama.
Rebels got no closer to [taking] Hama.
Defenders beat off a rebel attempt to [capture] Hama.
Troops foiled a bid by gunmen to [seize] the city.
The rebels fell short of [taking] Hama.
Not a single town has been [captured].
Rebels tried in vain to [take] Hama.
"""

POSSIBLE = """
He says he opposes a [withdrawal] of troops.
Lawmakers let off tear gas to prevent the [ratification] of a treaty.
The cabinet ignored a recommendation by the army to [withdraw] from Hama.
The two sides met in the hopes of [reaching] a truce.
The two sides met in hopes of [reaching] a truce.
The league moved a step closer to [imposing] sanctions.
The senate backs a bill [imposing] sanctions.
They tried to pressure the premier into [withdrawing] troops.
The president could [dismiss] the cabinet.
Rebels came close to [capturing] Hama.
Rebels on verge of [capturing] Hama
Rebels came within 5 km of [capturing] Hama.
Britain is considering [closing] its embassy in Kabul.
The battle to [capture] Hama continues.
Hama could [fall].
Hama could be [captured] by rebels.
Hama may [fall] within days.
Hama might have been [captured].
HAMA COULD [FALL]
Rebels could attack, besiege or [seize] Hama.
There are fears that Hama could [fall].
Fears of an [attack] grew.
It is possible that rebels [captured] Hama.
Rebels are likely to [capture] Hama.
Perhaps rebels have [captured] Hama.
Rebels have probably [captured] Hama.
Rebels tried to [seize] the base.
Rebels attempted to [seize] the base.
Rebels are trying to [capture] Hama.
The attempted [coup] shook the country.
Analysts believe that Hama has [fallen].
Hama is thought to have been [captured].
He warned of an [attack] on the embassy.
The UN warned that rebels could [capture] Hama.
The threat of [attack] remains.
The UN urged rebels to [withdraw] from Hama.
The government called for the army to [withdraw].
The opposition demanded that the president [resign].
Protesters want the president to [resign].
The city is on the brink of [collapse].
A possible [attack] worries the embassy.
The army appears to have [withdrawn].
It was unclear whether rebels had [captured] Hama.
Troops are struggling to [retake] Hama.
It can no longer be ruled out that rebels [take] Hama.
The [fall] of Hama is only a matter of days.
The [loss] of Hama is just a question of time.
Rebels are on course to [take] Hama.
Rebels made a bid by night to [seize] the base.
"""

PLANNED = """
They agreed on a truce that is to include the [withdrawal] of fighters.
Italy says it will begin its [withdrawal] of troops at dawn.
The president will announce his [resignation] today.
The vote paves the way for a [withdrawal] of all troops.
The army spoke of a [withdrawal] of its men by the end of next year.
Britain is working with its allies to [impose] sanctions.
Thousands are expected at a [demonstration] on Sunday.
On the eve of the [strike] the union held talks.
The president will [dismiss] the cabinet.
Denmark will [withdraw] its troops from Iraq by August.
Rebels vowed to [capture] Hama.
Rebels vow to [take] Hama
Rebels will [capture] Hama.
Rebels will soon [capture] Hama.
The group is preparing to [capture] Hama.
Rebels plan to [capture] Hama.
Rebels have plans to [capture] Hama.
Rebels said they would [capture] Hama.
{Rebels} said they would [capture] Hama.
The army threatened to [attack] Hama.
The army is about to [withdraw].
The embassy is to [close] on Friday.
The embassy is set to [close].
The minister is due to [resign].
The army is going to [attack] Hama.
The president agreed to [resign].
The planned [withdrawal] worries residents.
The army said it would attack and [seize] Hama.
They'll [attack] Hama.
The rebels intend to [seize] Hama.
Rebels pledged to [release] the hostages.
The government decided to [close] the embassy.
REBELS WILL [CAPTURE] HAMA
Workers will [strike] next week.
Rebels threaten [attack] on Hama
"The army will [attack]," he said.
The president gave the order by telephone to [win] back Hama.
Rebels are massing to [take] Hama.
Troops are advancing with the aim of [capturing] Hama.
The army is gearing up for the [liberation] of Hama.
We shall [take] Hama.
"""

HYPOTHETICAL = """
The [fall] of Hama would be a blow to the government.
The [capture] of Hama would cut the highway.
Had rebels [captured] Hama, the road would be open.
What happens if Hama [falls]
If Hama [falls], Homs is next.
Homs is next if Hama [falls].
Should rebels [take] Hama, Homs is next.
IF HAMA [FALLS], HOMS IS NEXT
Unless the army [withdraws], fighting will go on.
Homs will fall if rebels [capture] Hama.
Even if rebels [captured] Hama, the war would go on.
In the event of an [attack], citizens should leave.
What if Hama [falls]?? No.
Were rebels to [capture] Hama, the road would be cut.
He said that if Hama [fell], Homs would be next.
The embassy will close in case of an [attack].
Cover lapses once a city is [captured].
When Hama [falls], the war is over.
As soon as rebels [take] Hama, the embassy closes.
Prices would rise the moment rebels [took] Hama.
The contract ends in the case that Hama is [seized].
Until Hama is [captured], the road stays closed.
"""

PAST = """
The forces that [seized] Hama freed its prisoners.
The rebel group which [captured] Hama has named a governor.
The army that [seized] Hama has executed prisoners, residents said.
Rebels [retook] Hama earlier this month.
Following a January 18 [airstrike], gunmen shelled a convoy.
France shut its embassy in March and [withdrew] its diplomats.
Ten months ago the president announced that the border had been [closed].
Nearly ten months ago, the president announced that the border was [closed].
The minister said in 2015 that rebels had [captured] Hama.
Rebels advanced despite NATO air [strikes].
The talks failed amid Russian [airstrikes] on the city.
Four months of [bombing] have not broken the siege.
The NATO [bombing] campaign has cost a billion dollars.
The army has regrouped since the [fall] of Tripoli.
The rebels who [took] Hama want a share of its oil.
Many fled the gunmen who [seized] Hama.
Since the [fall] of Hama he has lived in hiding.
Anna Petrova, who was [murdered] in her lift, had written of the war.
Captain Moussa Camara, who [seized] power in a coup, said he would not stand.
Captain Moussa Camara who [seized] power in a coup refuses to leave.
Captain Moussa Camara, who [seized] power in December, said he would not stand.
Captain Moussa Camara, who [seized] power on 3 March, said he would not stand.
Captain Moussa Camara, who [seized] power in a January coup, refuses to leave.
Moussa Camara, who [seized] power in a coup, dies at 74.
The minister whom Paul Mashatile had [sacked] is back.
Four journalists who had been [arrested] were acquitted.
The town, which had been [captured] in the spring, is quiet.
A court sentenced two men for [killing] a farmer.
Police seek a third suspect in the [bombing] of a hotel.
A court convicted three teenagers of [beating] a man to death.
The trial over the [murder] of a judge has opened.
The officers were disciplined for mistakes that led to the [bombing] of a hospital.
Police arrested three men over the 7 July 2005 London [bombings].
It is the first summit since the 2008 Mumbai [attacks].
The town has been quiet since the 2026 Goma [offensive].
Hama [fell] on Friday, 13 November.
It is 40 years since the army [captured] Hama.
When rebels [captured] Hama in 2012, thousands fled.
The rebels [captured] Hama a decade ago and lost it last year.
Hama, which rebels [captured] a week earlier, was quiet.
Fifty years ago this week, the U.S. embassy in Saigon was [evacuated].
A century after the city was [captured], its walls still stand.
Ten years after rebels [captured] Hama, it lies in ruins.
Rebels [captured] Hama in 2015.
In 2015, rebels [captured] Hama.
In 2015 rebels [captured] Hama.
Hama, [captured] in 2015, is a big city.
The 2015 [capture] of Hama changed the war.
A court jailed him for the October 2002 Bali [bombings].
The report on the coalition's September 2024 Homs [raid] came out.
The rebels [took] the city last week.
Last week rebels [took] the city.
Last month, rebels [captured] Hama.
They [overran] Aleppo a week ago.
They [overran] Aleppo two weeks ago.
Hama was [captured] three years ago.
Years ago, rebels [captured] Hama.
The anniversary of the [capture] of Hama was marked.
Prosecutors will seek a life sentence for the Boston marathon [bombing] suspect.
The remaining three London [bombing] suspects have been arrested.
Two men were questioned in the Hama [bombing] inquiry.
Relatives of the [attack] victims met the minister.
An inquiry into last month's [bombings] of hotels ended on Friday.
Two men have been arrested over the recent London [bombings].
Hama was [captured] in March.
He was [killed] in May.
Hama was [captured] on 3 May.
Hama was [captured] on Oct. 7.
Hama was [captured] on November 3.
Hama was [captured] in May 2019.
Hama was [captured] in the 1980s.
Hama was [captured] in the 19th century.
Since rebels, who [captured] Hama in 2015, left, it has been quiet.
Residents commemorated the [massacre].
The Oct. 7 [attack] killed hundreds.
Earlier this year rebels [captured] Hama.
Rebels [captured] Hama decades ago.
It was the worst attack since 1998, when a bomb [killed] 29 people.
Hama, where the army [crushed] an uprising in 1982, fell on Thursday.
In the 1982 massacre, the army [killed] thousands in Hama.
He was convicted of [killing] his wife in 2019.
A court sentenced a man who [killed] 20 people in 2015.
The army withdrew two weeks after rebels [took] Aleppo.
REBELS [CAPTURED] HAMA IN 2015
The rebels who [captured] Hama in 2015 have left.
{Rebels} said they had [captured] Hama last week.
Fireworks recalled the day in 1975 when tanks rolled through the gates and [took] the city.
The ramp dates from 701 BC, when the army [captured] the city.
It was on 8 December 2024 that fighters [took] the capital.
The cannon helped the sultan to conquer and [take] the city in 1453.
The sultan [took] the city in 1453.
Hama, [seized] in the spring of 2022, has a new park.
The country marks 51 years since the [fall] of the city.
A soldier who was there when the city [fell] has died aged 95.
Hama has been [in rebel hands] since March 2015.
Hama has been [in rebel hands] for two years.
Hama is still [in rebel hands].
Five years on from the [fall] of Hama, schools are open.
"""

FICTION = """
In a drill, soldiers [captured] the town.
Soldiers [captured] the town in a drill.
Troops [seized] a mock village in a training exercise.
Rebels [capture] the city in the film.
In a novel, aliens [capture] Paris.
The film tells how rebels [captured] Hama.
In the video game, players [capture] cities.
The exercise simulated an [attack] on the embassy.
A novel about the [fall] of Berlin won the prize.
In Mira's new film, partisans [capture] Hama in the first minutes.
In the exercise that ended on Friday, paratroopers [captured] Hama.
In Salzburg's new opera the Greeks [seize] Troy.
In the second season of the series, gunmen [seize] Hama.
Gamers have [recaptured] Hama four million times.
The novel imagines that rebels have [occupied] Hama.
Cadets posing as an enemy [took] Hama.
"""

QUESTION = """
Will Kyiv [fall]?
Has Hama [fallen]?
Did rebels [capture] Hama?
Why did rebels [attack] Hama?
WILL KYIV [FALL]?
Who [captured] Hama?
Rebels took Aleppo: will Hama [fall]?
Rebels took Aleppo, but will Hama [fall]?
After Aleppo, will Hama [fall]?
He asked: "Will Hama [fall]?"
Hama [captured]?
Journalists asked whether rebels had [captured] Hama.
"""
