"""Given names common in the press of Telex's four languages: they tell a byline from a slogan. Data only, folded."""

from __future__ import annotations

_LATIN = """
    abdel abdelali abdelaziz abdelhak abdelhamid abdelilah abdelkader abdelkrim abdellah abdellatif abdelmajid abderrahim
    abderrahmane abdou abdul abdullah abel abigail achraf ada adam adel adil adnan adrian adrien agathe agnes agustin ahlam
    ahmad ahmed aicha aida aimee alain alan alba albert alberto alejandra alejandro alex alexander alexandra alexandre alexis
    alfonso alfredo ali alice alicia aline alison alma alvaro amal amanda amandine amelia amelie amin amina amine amir amy ana
    anais andre andrea andreas andres andrew andy angel angela angeles anissa anita ann anna anne annie anouar anthony antoine
    anton antonia antonio armand arnaud arthur arturo asma asmaa audrey augustin aurelie axel ayman ayoub aziz aziza badr
    baptiste barbara bartolome bastien beatrice beatriz belen ben benjamin benoit bernard bernardo bertrand beth bilal bill
    blanca bob boris brahim brandon brenda brian brigitte bruno brahim camila camille carl carla carlos carmen carol carole
    caroline catalina catherine cecile cecilia cedric celia celine cesar charles charlotte chloe chris christelle christian
    christina christine christophe christopher claire clara clarisse claude claudia claudio claudine clement colin colette
    constance corinne cristian cristina cyril dalila damien dan daniel daniela daniele danielle david debbie deborah delphine
    denis denise diana diane didier diego dina dolores dominique donald dorothee douglas driss eduardo edward eleonore elena
    eli elias elisa elisabeth elise elizabeth ella ellen elodie eloise elsa elvira emanuel emilie emilio emily emma emmanuel
    emmanuelle enrique eric erica erik ernesto esteban estelle esther etienne eugenia eva evan eve fabian fabien fabienne
    fabrice fadi fadoua fahd faical farah farid farida fatiha fatima fatimazahra fatna felipe felix ferdinand fernanda
    fernando florence florent florian fouad francesca francis francisca francisco francois francoise frank fred frederic
    frederique gabriel gabriela gaelle gary gael genevieve george georges gerald gerard german ghita gilbert gilles gloria
    gonzalo grace graciela graham greg gregoire gregory guadalupe guillaume guillermo gustavo guy habib hafid hafsa hajar
    hakim halima hamid hamza hanae hanan hanane hannah harold harry hasna hassan hassna heather hector helen helena helene
    henri henry herve hicham hind hocine houda houria howard hubert hugo hugues husam hussein ibrahim ibtissam idriss ignacio
    ikram ilham ilyas iman imane ines ingrid irene iris isaac isabel isabella isabelle ismael ismail ivan jack jacob jacqueline
    jacques jaime jalal jamal james jamila jan jane janet jason javier jawad jean jeanne jeff jennifer jeremie jeremy jerome
    jesse jessica jesus jim joan joana joanna joaquin joe joel joelle johan john jonas jonathan jordan jorge jose josefina
    joseph josephine joshua josiane juan juana judith jules julia julian juliana julie julien juliette julio justin justine
    kamal karen karim karima karina karine karl kate katherine kathleen katia keith kelly kenneth kenza kevin khadija khalid
    khalil kim kyle laila lamia lara larbi larry latifa laura laure laurence laurent lea leila lena leo leon leonard leonor
    leonie leslie lidia lilian liliane lina linda lionel lisa liza loic lorena lorenzo louis louisa louise lourdes luc lucas
    lucia lucie lucien luis luisa luz lydia lynn madeleine mael maha mahmoud majid malak malika manal manon manuel manuela
    marc marcel marcela marcelo marco marcos margaret margarita margaux marguerite maria mariam marie mariana marianne marina
    mario marion marisol mark marlene marta martha martin martina martine mary maryam mateo mathieu mathilde mathis matthew
    matthias matthieu maud maurice mauricio max maxime maya mehdi melanie melissa mercedes meriem meryem michael michel michele
    michelle miguel mike mina miriam mohamed mohammad mohammed mohcine moises monica monique moncef monia mostafa mouad
    moulay mounia mounir mourad moussa muhammad murad mustafa mustapha myriam nabil nabila nada nadia nadine najat najib
    nancy naoual naima nassim natacha natalia natalie nathalie nathan nawal nicholas nicolas nicole nieves nina nisrine noah
    noe noelia noelle noemie nora nordine norma nouhaila nour noura oliver olivia olivier omar omayma oscar othmane ouafa
    oumaima pablo paloma pamela paola pascal pascale patrice patricia patricio patrick paul paula pauline pedro peter philip
    philippe pierre pilar quentin rachel rachid rachida rafael raffaele rafik ramon rania raphael raquel raul rebecca redouane
    regis remi renaud rene renee rhita ricardo richard rida rita robert roberto robin rocio rodolfo rodrigo roger roland
    romain roman rosa rosalie rosario rose roxane ruben ruth ryan saad sabine sabrina sacha said saida salah salim sally
    salma salome salvador sam samantha samia samir samira samuel sandra sandrine sanaa sara sarah scott sean sebastian
    sebastien selma sergio severine sharon sheila siham simon simone sofia sofiane solange sonia sophia sophie soraya
    soufiane soukaina stephane stephanie stephen steve steven sue susan susana suzanne sylvain sylvie tahar tamara tania tarik
    teresa teodoro thami theo theresa therese thibault thierry thomas tim timothee timothy tomas tony toufik tristan
    ursula valentin valentina valerie vanessa veronica veronique vicente victor victoria vincent violette virginia virginie
    walid walter wendy wafaa wiam wilfrid william willy xavier yacine yann yannick yasmina yasmine yassin yassine yassir
    younes youness youssef yves yvette yvonne zahra zakaria zakia zineb ziad zoe zohra zouhair
"""
_ARABIC = """
    احمد محمد محمود مصطفي علي عمر عثمان حسن حسين حسام خالد خليل ابراهيم اسماعيل اسحاق يوسف ياسين ياسر يونس يحيي زكريا زياد
    زهير زينب زهره سعيد سعد سعاد سلمي سلوي سليمان سليم سمير سميره سناء سهام سهيله سارا ساره رشيد رشيده رضا رضوان رانيا رباب رجاء
    ربيع رنا روان ريم كريم كريمه كمال كوثر ليلي لطيفه لبني لينا مريم منال منير منيره مراد مهدي موسي موني نادر نادیه نادیا ناديه
    نبيل نبيله نجيب نجاه نجوي نور نورا نوره نوال نزار هشام هدي هند هناء هاني هاله هيثم وائل وفاء وليد وسيم ايمان ايمن ايوب
    امين امينه امال امل انس انور اسماء اسامه اشرف ادريس ادم بدر بلال بشير بشري بسمه توفيق تامر ثريا جمال جميله جليل جواد
    حكيم حكيمه حليمه حمزه حميد حنان حياه حفيظ حفصه خديجه دنيا دلال رامي رائد سفيان سكينه سيف شادي شريف شيماء صالح
    صباح صفاء صلاح طارق طه عادل عائشه عباس عبد عبدالله عبدالرحمان عبدالرحمن عبدالعزيز عبدالكريم عبداللطيف عبدالقادر عبدالحق
    عبدالاله عبدالفتاح عبدالمجيد عبدالحميد عبدالرحيم عبدالسلام عبدالعالي عبدالواحد عبدالهادي عبير عزيز عزيزه عصام عفاف عماد عمرو
    غاده غسان فاطمه فاتن فادي فؤاد فارس فاروق فتحي فتيحه فدوي فريد فريده فوزي فيصل قاسم قيس لمياء ماجد ماجده مازن مالك
    مجيد محسن محجوب مختار معاذ معتز مكرم منصف منصور منعم مي مياده ميساء نعيمه هاجر هبه ياسمين يسري
"""

GIVEN_NAMES = frozenset(_LATIN.split()) | frozenset(_ARABIC.split())
"""Lower case, without accents; Arabic without hamza on alef, with ya and ha at the end as `byline.fold_name` writes them."""
