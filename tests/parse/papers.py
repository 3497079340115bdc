"""Made-up news of made-up places, in four languages, for pages that tests put together."""

from __future__ import annotations

LANGUAGES = ("fr", "ar", "es", "en")

SENTENCES = {
    "fr": [
        "Le conseil municipal de Tamri a voté mardi la construction d'un second quai, attendu depuis onze ans par les pêcheurs.",
        "Selon la maire, Salwa Berdaï, les travaux commenceront en avril et dureront dix-huit mois, sans interrompre les sorties en mer.",
        "La coopérative des marins, qui compte 214 membres, avait présenté trois projets, dont un seul prévoyait une halle couverte.",
        "Le coût, estimé à 46 millions, sera partagé entre la commune, la région et un prêt remboursable en vingt ans.",
        "Des habitants du vieux quartier redoutent le bruit des camions, mais se disent prêts à discuter des horaires de livraison.",
        "Un bureau d'études de Sidi Wafi a mesuré les courants pendant deux hivers et conclu que la digue actuelle suffirait.",
        "La première criée aura lieu sous un chapiteau, le temps que la halle soit achevée, a précisé le directeur du port.",
        "Les écoles de la ville visiteront le chantier chaque mois, une idée des enseignants reprise par l'entreprise.",
    ],
    "ar": [
        "صوّت المجلس الجماعي لمدينة تمري يوم الثلاثاء على بناء رصيف ثانٍ ينتظره الصيادون منذ أحد عشر عاما.",
        "وقالت رئيسة المجلس سلوى البرضعي إن الأشغال ستنطلق في أبريل وتستمر ثمانية عشر شهرا دون توقف رحلات الصيد.",
        "وكانت تعاونية البحارة، التي تضم 214 عضوا، قد قدمت ثلاثة مشاريع، واحد منها فقط يشمل سوقا مغطاة.",
        "وستتقاسم الجماعة والجهة كلفة المشروع المقدرة بستة وأربعين مليونا، إلى جانب قرض يسدد على مدى عشرين عاما.",
        "ويخشى سكان الحي القديم ضجيج الشاحنات، لكنهم عبروا عن استعدادهم لمناقشة أوقات التسليم.",
        "وقاس مكتب دراسات من سيدي وافي التيارات البحرية خلال شتاءين، وخلص إلى أن الحاجز الحالي يكفي.",
        "وستقام أول عملية بيع تحت خيمة كبيرة في انتظار اكتمال السوق، حسب ما أوضح مدير الميناء.",
        "وستزور مدارس المدينة الورش كل شهر، وهي فكرة اقترحها المعلمون وتبنتها الشركة.",
    ],
    "es": [
        "El ayuntamiento de Tamri aprobó el martes la construcción de un segundo muelle, que los pescadores esperaban desde hace once años.",
        "Según la alcaldesa, Salwa Berdaí, las obras empezarán en abril y durarán dieciocho meses, sin interrumpir las salidas al mar.",
        "La cooperativa de marineros, con 214 socios, había presentado tres proyectos, de los que solo uno incluía una lonja cubierta.",
        "El coste, calculado en 46 millones, se repartirá entre el municipio, la región y un préstamo a veinte años.",
        "Algunos vecinos del barrio viejo temen el ruido de los camiones, pero aceptan hablar de los horarios de reparto.",
        "Una oficina técnica de Sidi Wafi midió las corrientes durante dos inviernos y concluyó que el dique actual bastará.",
        "La primera subasta se celebrará bajo una carpa mientras se termina la lonja, precisó el director del puerto.",
        "Las escuelas de la ciudad visitarán la obra cada mes, una idea de los maestros que la empresa hizo suya.",
    ],
    "en": [
        "The town council of Tamri voted on Tuesday to build a second quay, which fishermen have been waiting for since eleven years ago.",
        "According to the mayor, Salwa Berday, work will begin in April and take eighteen months, without stopping any boat from leaving.",
        "The sailors' cooperative, which has 214 members, had handed in three plans, only one of which came with a covered market.",
        "The cost, put at 46 million, will be shared by the town, the region and a loan to be paid back over twenty years.",
        "People in the old quarter fear the noise of lorries, but say that they are ready to talk about delivery hours.",
        "An engineering office from Sidi Wafi measured the currents over two winters and found that the present wall would do.",
        "The first auction will be held in a tent until the market hall is finished, the harbour master explained.",
        "Schools from the town will visit the site every month, an idea of the teachers that the builders made their own.",
    ],
}

TITLES = {
    "fr": [
        "Tamri : un second quai pour les pêcheurs après onze ans d'attente",
        "La région débloque un prêt pour rénover la halle aux grains de Sidi Wafi",
        "Sécheresse. Les oliveraies du plateau livrent leurs premiers chiffres",
        "Football : l'Étoile de Tamri renverse le leader dans les dernières minutes",
        "Une bibliothèque flottante relie désormais les trois villages de la lagune",
        "« Le Phare », premier film d'Ines Okri, ouvre le festival d'Aït Melloul",
        "Les boulangers de la côte demandent un prix unique pour la farine locale",
        "À l'hôpital de Sidi Wafi, la télémédecine gagne les urgences de nuit",
        "Train de nuit : la ligne du plateau rouvre avec deux arrêts de plus",
        "Élections locales : sept listes déposées à Tamri, une seule menée par une femme",
        "Le musée de la mer retrouve une carte marine perdue depuis un siècle",
        "Des lycéens inventent un filet qui laisse passer les jeunes poissons",
    ],
    "ar": [
        "تمري تصوت على رصيف ثان للصيادين بعد انتظار دام أحد عشر عاما",
        "الجهة تمنح قرضا لترميم سوق الحبوب في سيدي وافي",
        "الجفاف: بساتين الزيتون في الهضبة تعلن أولى أرقامها",
        "كرة القدم: نجمة تمري تقلب الطاولة على المتصدر في الدقائق الأخيرة",
        "مكتبة عائمة تربط القرى الثلاث في البحيرة ابتداء من اليوم",
        "فيلم «المنارة» لإيناس عكري يفتتح مهرجان آيت ملول",
        "خبازو الساحل يطالبون بسعر موحد للدقيق المحلي",
        "التطبيب عن بعد يصل إلى مستعجلات الليل في سيدي وافي",
        "قطار الليل: خط الهضبة يعود بمحطتين إضافيتين",
        "الانتخابات المحلية: سبع لوائح في تمري وواحدة تقودها امرأة",
        "متحف البحر يعثر على خريطة ضائعة منذ قرن كامل",
        "تلاميذ يبتكرون شبكة صيد تسمح بمرور الأسماك الصغيرة",
    ],
    "es": [
        "Tamri tendrá un segundo muelle tras once años de espera de los pescadores",
        "La región concede un préstamo para renovar el mercado de grano de Sidi Wafi",
        "Sequía: los olivares de la meseta publican sus primeras cifras del año",
        "Fútbol: la Estrella de Tamri remonta ante el líder en los últimos minutos",
        "Una biblioteca flotante une desde hoy los tres pueblos de la laguna",
        "«El Faro», primera película de Inés Okri, abre el festival de Aít Melul",
        "Los panaderos de la costa piden un precio único para la harina local",
        "La telemedicina llega a las urgencias nocturnas del hospital de Sidi Wafi",
        "Tren nocturno: la línea de la meseta reabre con dos paradas más",
        "Elecciones locales: siete listas en Tamri y solo una encabezada por una mujer",
        "El museo del mar recupera una carta náutica perdida hace un siglo",
        "Alumnos de instituto inventan una red que deja pasar a los peces jóvenes",
    ],
    "en": [
        "Tamri to get a second quay after fishermen waited eleven years",
        "Region grants a loan to restore the grain market of Sidi Wafi",
        "Drought: olive groves on the plateau publish their first figures",
        "Football: Tamri Star turn the game against leaders in final minutes",
        "A floating library now links the three villages of the lagoon",
        "“The Lighthouse”, first film by Ines Okri, opens the Ait Melloul festival",
        "Bakers along the coast ask for one price for local flour",
        "Telemedicine reaches the night ward at the hospital of Sidi Wafi",
        "Night train: plateau line reopens with two more stops",
        "Local elections: seven lists in Tamri, only one led by a woman",
        "Museum of the sea finds a chart that was lost for a century",
        "Pupils invent a net that lets young fish swim through",
    ],
}

MENUS = {
    "fr": ["Accueil", "Politique", "Économie", "Société", "Sport", "Culture", "Abonnez-vous", "Contact"],
    "ar": ["الرئيسية", "سياسة", "اقتصاد", "مجتمع", "رياضة", "ثقافة", "اشترك", "اتصل بنا"],
    "es": ["Inicio", "Política", "Economía", "Sociedad", "Deportes", "Cultura", "Suscríbete", "Contacto"],
    "en": ["Home", "Politics", "Business", "Society", "Sport", "Culture", "Subscribe", "Contact us"],
}

FOOTERS = {
    "fr": [
        "Mentions légales",
        "Politique de confidentialité",
        "Conditions générales d'utilisation",
        "Gérer les cookies",
    ],
    "ar": ["من نحن", "سياسة الخصوصية", "شروط الاستخدام العامة للموقع", "إدارة ملفات الارتباط"],
    "es": [
        "Aviso legal",
        "Política de privacidad",
        "Condiciones generales de uso del sitio",
        "Gestionar las cookies",
    ],
    "en": [
        "Legal notice",
        "Privacy policy and your rights",
        "General terms of use of this site",
        "Manage cookies",
    ],
}

MORE = {"fr": "Lire la suite", "ar": "اقرأ المزيد", "es": "Leer más", "en": "Read more"}


def direction(language: str) -> str:
    return "rtl" if language == "ar" else "ltr"


def paragraphs(language: str, count: int, start: int = 0) -> list[str]:
    """`count` paragraphs of two sentences each; no two of the first 56 are alike."""
    sentences = SENTENCES[language]
    out = []
    for number in range(start, start + count):
        first, apart = number % 8, 1 + number // 8 % 7
        out.append(f"{sentences[first]} {sentences[(first + apart) % 8]}")
    return out


def slug(place: int) -> str:
    return f"nouvelle-de-la-cote-{4200 + place}"


def page(language: str, body: str, *, head: str = "", menu: bool = True) -> str:
    """`body` between the header, menu and footer of a newspaper's site."""
    bar = (
        "".join(f'<li><a href="/{place}">{word}</a></li>' for place, word in enumerate(MENUS[language]))
        if menu
        else ""
    )
    foot = "".join(f'<a href="/page/{place}">{word}</a> ' for place, word in enumerate(FOOTERS[language]))
    return (
        f'<!DOCTYPE html><html lang="{language}" dir="{direction(language)}"><head><meta charset="utf-8">{head}</head><body>'
        f'<header class="site-header"><a class="logo" href="/">Gazette</a><nav class="main-menu"><ul>{bar}</ul></nav></header>'
        f'{body}<footer class="site-footer"><div>{foot}</div><p>© 2024 Gazette</p></footer></body></html>'
    )
