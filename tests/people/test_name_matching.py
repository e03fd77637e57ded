"""Matching of names by their letters: one person in two spellings, two people of similar names."""

import pytest

from search.people.name_matching import match_names

SAME = """
Volodymyr Zelensky = Volodymyr Zelenskyy
Volodymyr Zelenskyy = Volodymyr Zelenskiy
Volodymyr Zelensky = Vladimir Zelenskiy
Volodymyr Zelensky = Wolodymyr Selenskyj
Володимир Зеленський = Volodymyr Zelenskyy
Olena Zelenska = Elena Zelenskaya
Andriy Yermak = Andrii Yermak
Andriy Yermak = Andrei Ermak
Rustem Umerov = Rustem Umierov
Defense Minister Rustem Umerov = Rustem Umerov
Lieutenant General Anatolii Baryhilevych = Anatolii Baryhilevych
Anatolii Baryhilevych = Anatoliy Bargylevych
Oleksandr Syrskyi = Oleksandr Syrsky
Oleksandr Syrskyi = Alexander Syrskiy
Valerii Zaluzhnyi = Valeriy Zaluzhny
Petro Poroshenko = Pyotr Poroshenko
Yulia Tymoshenko = Yuliya Timoshenko
Vitali Klitschko = Vitaliy Klychko
Dmytro Kuleba = Dmitry Kuleba
Kyrylo Budanov = Kirill Budanov
Serhii Shaptala = Serhiy Shaptala
Vladimir Putin = Vladimir Poutine
Vladimir Putin = Wladimir Putin
Vladimir Putin = Vladimir Vladimirovich Putin
Dmitry Medvedev = Dmitri Medvedyev
Dmitriy Peskov = Dmitry Peskov
Sergei Lavrov = Sergey Lavrov
Sergei Lavrov = Sergej Lawrow
Sergei Shoigu = Sergey Shoygu
Alexei Navalny = Aleksei Navalny
Alexey Navalny = Alexei Navalnyi
Yevgeny Prigozhin = Evgeny Prigozhin
Mikhail Gorbachev = Mikhail Gorbachov
Michail Gorbatschow = Mikhail Gorbachev
Boris Yeltsin = Boris Eltsin
Nikita Khrushchev = Nikita Khrouchtchev
Alexander Lukashenko = Aliaksandr Lukashenka
Svetlana Tikhanovskaya = Sviatlana Tsikhanouskaya
Ramzan Kadyrov = Ramsan Kadyrov
Ilham Aliyev = Ilham Aliev
Nikol Pashinyan = Nikol Pashinian
Eduard Shevardnadze = Edward Shevardnadze
Muammar Gaddafi = Moammar Qaddafi
Muammar Gaddafi = Muammar al-Gaddafi
Moamer Kadhafi = Muammar Gadhafi
Osama bin Laden = Usama bin Ladin
Hamza bin Laden = Hamza bin Ladin
Mohammed bin Salman = Muhammad bin Salman
Mohammed bin Salman = Mohammad ibn Salman
Bashar al-Assad = Bashar Assad
Bashar al-Assad = Bashar el-Asad
Hosni Mubarak = Husni Mubarak
Abdel Fattah al-Sisi = Abdel-Fattah el-Sissi
Ali Khamenei = Ali Khamenei'i
Mahmoud Ahmadinejad = Mahmud Ahmadinezhad
Hassan Rouhani = Hasan Ruhani
Qasem Soleimani = Qassem Suleimani
Ismail Haniyeh = Ismael Haniya
Yahya Sinwar = Yehya Sinwar
Yasser Arafat = Yasir Arafat
Nouri al-Maliki = Nuri al-Maliki
Haider al-Abadi = Haidar Al-Abadi
Pervez Musharraf = Pervez Musharaf
Benjamin Netanyahu = Binyamin Netanyahu
Bibi Netanyahu = Benjamin Netanyahu
Recep Tayyip Erdogan = Recep Tayyip Erdoğan
Recep Tayyip Erdogan = Tayyip Erdogan
Xi Jinping = Xi Jin-ping
Kim Jong Un = Kim Jong-un
Kim Jong-un = Jong-un Kim
Ban Ki-moon = Ban Ki Moon
Mao Zedong = Mao Tse-tung
Joe Biden = Joseph Biden
Joe Biden = Joseph R. Biden Jr.
Bill Clinton = William Jefferson Clinton
Hillary Clinton = Hillary Rodham Clinton
Mike Pence = Michael R. Pence
Lindsey Graham = Lindsey O. Graham
Robert Mugabe = Robert Gabriel Mugabe
John F. Kennedy = John Fitzgerald Kennedy
J. K. Rowling = J.K. Rowling
Angela Merkel = ANGELA MERKEL
Gerhard Schröder = Gerhard Schroeder
Gerhard Schröder = Gerhard Schroder
Lech Wałęsa = Lech Walesa
Luiz Inácio Lula da Silva = Luiz Inacio Lula da Silva
Nicolás Maduro = Nicolas Maduro Moros
Manmohan Singh = Man-mohan Singh
Mohamed Salah = Mohammed Salah
Sinéad O'Connor = Sinead O’Connor
Jean-Claude Juncker = Jean Claude Juncker
Umerov, Rustem = Rustem Umerov
Mahmoud Abbas = Mahmud Abbas
François Hollande = Francois Hollande
Aleksandr Lukashenko = Alexander Lukashenko
Aleksandr Lukashenko = Alyaksandr Lukashenka
Oleksandr Usyk = Aleksandr Usyk
Oleh Tyahnybok = Oleg Tyagnibok
Arseniy Yatsenyuk = Arsenii Yatseniuk
Denys Shmyhal = Denis Shmygal
Mykhailo Podolyak = Mykhaylo Podoliak
Oleksiy Danilov = Oleksii Danilov
Iryna Vereshchuk = Irina Vereschuk
Viktor Medvedchuk = Victor Medvedchuk
Ihor Kolomoisky = Igor Kolomoyskyi
Rinat Akhmetov = Rinat Ahmetov
Dmytro Yarosh = Dmitry Yarosh
Oleg Sentsov = Oleh Sentsov
Igor Girkin = Ihor Hirkin
Sergei Skripal = Sergey Skripal
Maria Zakharova = Mariya Zakharova
Mikhail Mishustin = Michail Mischustin
Alexander Dugin = Aleksandr Dugin
Vyacheslav Volodin = Viacheslav Volodin
Nikolai Patrushev = Nikolay Patrushev
Valery Gerasimov = Valeriy Gerasimov
Alexander Bastrykin = Aleksandr Bastrykin
Sergey Naryshkin = Sergei Naryschkin
Mikheil Saakashvili = Mikhail Saakashvili
Viktor Orbán = Viktor Orban
Viktor Orbán = Orbán Viktor
Andrzej Duda = Andrej Duda
Abu Bakr al-Baghdadi = Abu Bakr Al Baghdadi
Ayman al-Zawahiri = Ayman Zawahiri
Khalid Sheikh Mohammed = Khaled Shaikh Mohammad
Abdullah Ocalan = Abdullah Öcalan
Hamid Karzai = Hameed Karzai
Nawaz Sharif = Navaz Sharif
Mohammed Morsi = Mohamed Mursi
Moqtada al-Sadr = Muqtada al-Sadr
Khalifa Haftar = Khalifa Hifter
Zine El Abidine Ben Ali = Zine al-Abidine Ben Ali
Ebrahim Raisi = Ibrahim Raisi
Shinzo Abe = Shinzō Abe
Lee Hsien Loong = Lee Hsien-Loong
Tsai Ing-wen = Tsai Ing Wen
Kim Yo-jong = Kim Yo Jong
Narendra Modi = Narendra Damodardas Modi
Jamal Khashoggi = Gamal Khashoggi
Ahmed Chalabi = Ahmad Chalabi
Rafic Hariri = Rafik al-Hariri
Hassan Nasrallah = Hasan Nasrallah
Ariel Sharon = ARIEL SHARON
Tony Blair = Anthony Blair
Jimmy Carter = James Carter
Bernie Sanders = Bernard Sanders
Ted Kennedy = Edward Kennedy
Chuck Schumer = Charles Schumer
Nikki Haley = Nikki R. Haley
Elizabeth Warren = Liz Warren
Robert F. Kennedy Jr. = Robert F. Kennedy, Jr.
Jair Bolsonaro = Jair Messias Bolsonaro
Evo Morales = Evo Morales Ayma
Fidel Castro = Fidel Castro Ruz
Jose Manuel Barroso = José Manuel Barroso
Angela Merkel = Angela Dorothea Merkel
Ngozi Okonjo-Iweala = Ngozi Okonjo Iweala
"""

DIFFERENT = """
Sergei Ivanov | Sergei Ivanova
Sergei Ivanov | Svetlana Ivanova
Olena Zelenska | Volodymyr Zelensky
Alexander Ivanov | Oleksandr Ivanov
Alexander Petrov | Alexander Petrova
Wang Yi | Wang Li
Wang Yi | Wang Yu
Wang Yi | Wang Ying
Li Peng | Li Ping
Li Ying | Li Yin
Zhang Wei | Zhang Wen
Chen Li | Chen Lin
Xi Jinping | Xi Zhongxun
Hu Jintao | Hu Jinhua
Kim Jong Il | Kim Jong Un
Kim Jong-un | Kim Yo-jong
Kim Jong-un | Kim Il-sung
Kim Dae-jung | Kim Young-sam
Park Chung-hee | Park Geun-hye
Lee Jae-yong | Lee Jae-myung
Moon Jae-in | Moon Sun Jae
Nguyen Van Thieu | Nguyen Van Linh
Nguyen Phu Trong | Nguyen Tan Dung
George Bush | George W. Bush
George H. W. Bush | George W. Bush
George W. Bush | Jeb Bush
Laura Bush | George Bush
Donald Trump | Donald Trump Jr.
Robert Kennedy | Robert F. Kennedy Jr.
John F. Kennedy | John F. Kennedy Jr.
John F. Kennedy | Robert F. Kennedy
John F. Kennedy | John N. Kennedy
Martin Luther King | Martin Luther
Martin Luther King Sr. | Martin Luther King Jr.
Sammy Davis Jr. | Sammy Davis
Pope John XXIII | Pope John Paul II
Elizabeth I | Elizabeth II
Paul Ryan | Ryan Paul
Ali Hassan | Hassan Ali
Ali Hassan | Ali Hussein
Ahmed Hassan | Ahmed Hussein
Mohammed Hassan | Mohammed Hussein
Mohammed Ali | Ahmed Ali
Mohammed Ali | Mohammed Ali Jinnah
Mohammed Salman | Mohammed bin Salman
Mohammed bin Salman | Mohammed bin Zayed
Mohammed bin Salman | Salman bin Mohammed
Mohammed bin Rashid | Mohammed Rashid
Ahmed Zaki | Ahmed Hassan Zaki
Ali Abdullah Saleh | Ali Saleh
Saddam Hussein | Uday Hussein
Saddam Hussein | Qusay Hussein
Bashar al-Assad | Hafez al-Assad
Bashar al-Assad | Maher al-Assad
Ali Khamenei | Mojtaba Khamenei
Ruhollah Khomeini | Ali Khamenei
Hassan Nasrallah | Hassan Nasreddin
Ismail Haniyeh | Khaled Haniyeh
Imran Khan | Ayub Khan
Imran Khan | Irfan Khan
Rajiv Gandhi | Sanjay Gandhi
Indira Gandhi | Rahul Gandhi
Nawaz Sharif | Shehbaz Sharif
Benazir Bhutto | Bilawal Bhutto
Manmohan Singh | Rajnath Singh
Rakesh Kumar | Rajesh Kumar
Michael Obama | Michelle Obama
Barack Obama | Michelle Obama
Bill Clinton | Hillary Clinton
Bill Clinton | Chelsea Clinton
Michael Johnson | Mike Johnson
Michael Jordan | Michael B. Jordan
Boris Johnson | Lyndon Johnson
Lyndon Johnson | Lynda Johnson
John Smith | Joan Smith
John Smith | Jon Smyth
John Smith | John A. Smith
John Smith | John B. Smith
John Smith | Jane Smith
John A. Smith | John B. Smith
Bill Smith | Will Smith
William Smith | Willa Smith
Peter Lee | Peter Le
Brian Reid | Brian Reed
Brian Clark | Bryan Clark
Steven Spielberg | Stephen Spielman
Thomas Moore | Thomas More
Thomas Hoffman | Thomas Hofmann
Anna Meyer | Anna Meier
Daniel Craig | Daniela Craig
Alexander Gray | Alexandra Gray
Francis Bacon | Frances Bacon
Jean Martin | Jeanne Martin
Mario Draghi | Maria Draghi
Erik Hansen | Erika Hansen
Juan Carlos | Juan Carlos Varela
Maria Garcia | Maria Elena Garcia
Jose Lopez | Jose Perez
Carlos Santos | Carlos dos Santos
Vitali Klitschko | Wladimir Klitschko
Viktor Yanukovych | Viktor Yushchenko
Viktor Yanukovych | Oleksandr Yanukovych
Petro Poroshenko | Oleksiy Poroshenko
Leonid Kuchma | Leonid Kravchuk
Oleksandr Kovalchuk | Oleksandr Kovalchyk
Andriy Shevchenko | Andrei Shevchenko
Sergei Lavrov | Sergei Lavrentiev
Yuri Andropov | Yuri Antropov
Dmitry Medvedev | Daniil Medvedev
Alexei Navalny | Oleg Navalny
Yulia Navalnaya | Alexei Navalny
Mikhail Fridman | Mikhail Friedmann
Anton Petrenko | Anton Petrienko
Roman Abramovich | Roman Abramov
Pavel Durov | Nikolai Durov
Igor Sechin | Igor Sikorsky
Ivan Petrov | Petr Ivanov
Lech Kaczynski | Jaroslaw Kaczynski
Tomas Novak | Tomas Novakova
Nikola Tesla | Nikolai Tesla
Slobodan Milosevic | Mira Milosevic
Salva Kiir | Riek Machar
Laurent Kabila | Joseph Kabila
Robert Mugabe | Grace Mugabe
Jomo Kenyatta | Uhuru Kenyatta
Jacob Zuma | Duduzane Zuma
Kofi Annan | Kojo Annan
G. Maxwell | Ghislaine Maxwell
J. Biden | Jill Biden
Joe Biden | Jill Biden
Joe Biden | Hunter Biden
Joe Biden | Beau Biden
Prince William | William Prince
Sacha Baron Cohen | Baron Cohen Smith
Justin Welby | Justin Bishop Welby Roe
Liam Gallagher | Noel Gallagher
Serena Williams | Venus Williams
Chris Evans | Christine Evans
Alex Morgan | Alexander Morgan
Sam Jones | Samantha Jones
Fidel Castro | Raul Castro
Yulia Tymoshenko | Yevhenia Tymoshenko
Sergei Shoigu | Ksenia Shoigu
Abu Bakr al-Baghdadi | Abu Omar al-Baghdadi
Ahmed Shah | Amit Shah
Mohammed Dahlan | Mohammed Deif
Hassan Rouhani | Hossein Rouhani
Li Keqiang | Li Qiang
Wang Qishan | Wang Qi
Chen Shui-bian | Chen Shu-bian
Zhang Yimou | Zhang Yi
Lin Dan | Lin Da
Park Jin | Park Jin-young
Nguyen Thi Kim Ngan | Nguyen Thi Kim Anh
Tony Blair | Cherie Blair
James Murdoch | Rupert Murdoch
Keir Starmer | Victoria Starmer
Eric Trump | Erika Trump
Steve Jobs | Steven Jobst
John McCain | Meghan McCain
Alexander Hamilton | Alexandra Hamilton
Ivan Rybkin | Ivan Rybakin
Anna Kuznetsova | Anna Kuznetsov
Nikolai Ivanov | Mykola Ivanov
Olga Petrova | Olha Petrova
Aleksei Popov | Oleksiy Popov
Oleksandr Zakharchenko | Vitaliy Zakharchenko
Oleh Lyashko | Oleh Liashenko
Serhiy Lytvyn | Serhiy Lytvynenko
Mykola Azarov | Mykola Azarenko
Ivan Petrenko | Ivan Petrychenko
Ahmed Ali | Ahmad Ali Hassan
Hussein Ali | Ali Hussein
Omar Abdullah | Omar Abdul
Farooq Abdullah | Omar Abdullah
Abdul Rahman | Abdul Rahim
Abdul Hamid | Abdul Hameed Khan
Salim Malik | Saleem Khan
Mohammed Saleh | Mohammed Salah
Ali Salem | Ali Salim
Hassan Ali Khaire | Hassan Ali
Ibrahim Mohammed | Mohammed Ibrahim
Osama Hamdan | Osama Hamada
Peter Smith | Pete Smith
Dan Brown | Daniel Brown
Tom Jones | Thomas Jones
Michael Jackson | Michael Johnson
Juan Martin del Potro | Juan Martin
Jean-Marie Le Pen | Marine Le Pen
Pierre Trudeau | Justin Trudeau
Carlos Menem | Carlos Mesa
Marco Rubio | Mario Rubio
Luis Garcia | Luisa Garcia
Roberto Gomez | Roberta Gomez
Gabriel Boric | Gabriela Boric
Paul Kagame | Paula Kagame
Stephen King | Stephanie King
Charles Taylor | Charlene Taylor
Kofi Busia | Kofi Annan
Patrick Leahy | Patricia Leahy
William Hague | William Haig
Robert Fisk | Robert Fiske
Philip Green | Phillip Greene
Neil Young | Neal Young
Ann Clark | Anne Clarke
Jan Novak | Jana Novak
Karl Marx | Carl Marks
Henry Ford | Henry Ford II
Cal Ripken Jr. | Cal Ripken Sr.
Ken Griffey | Ken Griffey Jr.
Louis XIV | Louis XVI
John Paul I | John Paul II
George Foreman | George Foreman III
David Cameron | David Camron
Valentyn Reznichenko | Oleksandr Reznichenko
Oleksandr Turchynov | Oleksandr Turchyn
Yuriy Boyko | Yuri Boychenko
Mykola Tomenko | Mykola Tymenko
Andriy Parubiy | Andriy Parubets
Sergei Sobyanin | Sergei Stepashin
Boris Gryzlov | Boris Gromov
Nikolai Rybakov | Nikolai Rybkin
Alexei Kudrin | Alexei Kudryavtsev
Dmitry Kozak | Dmitry Kozlov
Viktor Zolotov | Viktor Zubkov
Mikhail Kasyanov | Mikhail Kasatkin
Alexander Lebedev | Alexander Lebed
Sergei Magnitsky | Sergei Magnitov
Andrei Lugovoi | Andrei Lugovenko
Maxim Galkin | Maksim Galich
Nadezhda Tolokonnikova | Nadezhda Krupskaya
Svetlana Alexievich | Svetlana Alliluyeva
Ali Hassan al-Majid | Ali Hassan
Ahmed Hassan al-Bakr | Hassan al-Bakr
Abdullah Abdullah | Abdullah Gul
Mohammed Zahir Shah | Mohammed Nadir Shah
Mohammed Daoud Khan | Mohammed Khan
Hamid Gul | Hameed Gulzar
Rashid Dostum | Rashid Rauf
Mullah Omar | Omar Mullah
Khaled Mashal | Khalid Sheikh Mohammed
Hassan Nasrallah | Hussein Nasrallah
Rafiq Hariri | Saad Hariri
Bashir Gemayel | Amin Gemayel
Saif al-Islam Gaddafi | Muammar Gaddafi
Saif al-Adel | Saif al-Islam
King Abdullah I | King Abdullah II
Mohammed V | Mohammed VI
Indira Gandhi | Mahatma Gandhi
Sonia Gandhi | Priyanka Gandhi
Rajiv Gandhi | Rajmohan Gandhi
Lal Krishna Advani | Lal Bahadur Shastri
Nawaz Sharif | Maryam Nawaz
Zulfikar Ali Bhutto | Murtaza Bhutto
Hu Jintao | Hu Jia
Wen Jiabao | Wen Jia
Jiang Zemin | Jiang Qing
Li Na | Li Ning
Liu Xiaobo | Liu Xia
Liu Xiang | Liu Yang
Chen Guangcheng | Chen Guangbiao
Ma Ying-jeou | Ma Yun
Lee Myung-bak | Lee Jun-seok
Kim Young-sam | Kim Yong-nam
Park Ji-sung | Park Jin-sung
Choi Soon-sil | Choi Sung-sil
Ho Chi Minh | Ho Chi Min City
Vo Nguyen Giap | Vo Van Kiet
Jose Maria Aznar | Jose Maria Olazabal
Carlos Salinas | Carlos Slim
Raul Alfonsin | Ricardo Alfonsin
Eduardo Frei Montalva | Eduardo Frei Ruiz-Tagle
Violeta Chamorro | Pedro Joaquin Chamorro
Luis Echeverria | Luis Posada
Jesse Jackson | Jesse Jackson Jr.
Bob Casey Sr. | Bob Casey Jr.
Al Gore | Al Gore Sr.
Mitt Romney | George Romney
Pat Robertson | Pat Roberts
Tim Scott | Tom Scott
Jim Jordan | Jimmy Jordan
Steve King | Stephen King
Bill Nelson | Ben Nelson
David Scott | Davida Scott
Eric Holder | Erik Helder
Jon Kyl | John Kyle
Robert Gates | Roberta Gates
Colin Powell | Jerome Powell
Condoleezza Rice | Susan Rice
Neil Bush | Neal Bush
Harold Wilson | Harry Wilson
Alec Douglas-Home | Alex Douglas
Edward Heath | Ted Heaton
Gordon Brown | George Brown
Nick Clegg | Nicholas Cleggs
Ed Miliband | David Miliband
Edward Balls | Ed Ball
Ian Blair | Iain Blair
Jean Charles de Menezes | Jean Charles
"""


# One person each, but left to people.toml: too many have the name, or the letters do not show it.
UNDECIDED = """
Mykhailo Fedorov = Mikhail Fedorov
Nadiya Savchenko = Nadezhda Savchenko
Garry Kasparov = Gary Kasparov
Javad Zarif = Mohammad Javad Zarif
John Smith = John A. Smith
Mike Johnson = Michael Johnson
"""


def pairs(lines: str, sign: str) -> list[tuple[str, str]]:
    halves = (line.split(f" {sign} ") for line in lines.strip().splitlines())
    return [(one, other) for one, other in halves]


@pytest.mark.parametrize(("one", "other"), pairs(SAME, "="))
def test_two_spellings_of_one_person_match(one: str, other: str) -> None:
    assert match_names(one, other) and match_names(other, one)


@pytest.mark.parametrize(("one", "other"), pairs(DIFFERENT, "|"))
def test_similar_names_of_two_people_do_not_match(one: str, other: str) -> None:
    assert (match_names(one, other), match_names(other, one)) == (None, None)


@pytest.mark.parametrize(("one", "other"), pairs(UNDECIDED, "="))
def test_pairs_that_letters_cannot_decide_do_not_match(one: str, other: str) -> None:
    assert match_names(one, other) is None
