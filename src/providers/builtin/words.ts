/** Words for pet names: short, friendly, and no trademarks. */

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const ADVERBS = words(`
  ably amply aptly barely boldly bravely briefly brightly briskly calmly cheerily clearly closely coolly daily dearly deeply
  duly eagerly early easily evenly fairly fervently firmly fondly frankly freely freshly fully gently gladly gleefully
  gracefully greatly happily heartily highly honestly humbly jointly jollily keenly kindly largely lately lightly lively
  loudly loyally luckily mainly merrily mildly mostly mutually namely nearly neatly newly nicely nightly nobly openly
  overly partly patiently plainly politely promptly properly proudly purely quickly quietly rarely readily rightly
  roughly safely sharply simply sincerely smoothly softly solely soundly steadily strongly surely swiftly tenderly
  thankfully thickly tidily timely truly usefully vastly vividly warmly weekly wholly widely wisely yearly zestfully
`);

export const ADJECTIVES = words(`
  able active adapted agile amber ample apt awake azure balanced bold bonny brave breezy bright brisk bronze calm candid
  careful caring charmed cheery chief civil classic clear clever coastal cobalt cosmic cosy crisp curious dapper daring
  deep deft devoted direct dreamy driven eager early earnest easy electric elegant eminent endless enough epic equal
  exact fair faithful famous fancy fast fearless fine first fit fleet fluent fond frank free fresh full funny gallant
  gentle genuine giving glad golden good graceful grand grateful great green growing handy happy hardy hearty helpful
  honest humane humble ideal immune infinite intent ivory jolly joyful just keen kind known large lasting leading legal
  light literate lively living logical loving loyal lucid lucky lunar magnetic major marine meet mellow merry mighty
  mint modern modest moral musical mutual national native natural neat new nimble noble normal noted novel open optimal
  orderly organic patient peaceful perfect pleasant pleased poetic polite positive precious premium prepared pretty
  prime profound prompt proper proud pure quick quiet radiant rapid rare ready refined regular relaxed renewed resolved
  rested rich robust romantic rosy safe saved secure sharp shining silent silver simple sincere singular smart smiling
  smooth social solid sound special splendid square stable star steady sterling still stirred strong sturdy subtle
  sunny super supreme sure sweet swift tender thankful thorough tidy top tough trusted trusting tuned upright urban
  usable useful valid valued vast verified viable vital vivid warm wealthy welcome whole willing wise witty working
  worthy young zealous
`);

export const NAMES = words(`
  aardvark albatross alpaca anchovy anteater antelope badger barnacle bat beagle bear beaver bee beetle bison blackbird
  boar bobcat bonobo buffalo bullfrog bunny burro buzzard camel cardinal caribou cat catfish cheetah chicken chimp
  chipmunk cicada clam cobra cod collie condor coral cougar cow cowbird coyote crab crane cricket crow cub cuckoo
  dassie deer dingo dodo dog dogfish dolphin donkey dove dragonfly drake drum duck duckling eagle egret eel eft elephant
  elk emu ermine falcon fawn ferret finch firefly fish flamingo flounder fly foal fowl fox frog gannet gar garfish
  gazelle gecko gelding gibbon giraffe glider gnat gnu goat goldfish goose gopher gorilla grackle grouse
  grub guinea gull guppy haddock hagfish halibut hamster hare hawk hedgehog hen heron herring hippo hog hornet horse
  hound humpback husky hyena ibex iguana impala insect jackal jaguar javelin jay joey katydid kingfish
  kite kitten kiwi koala kodiak koi lacewing ladybird lamb lamprey lark lemming lemur leopard liger lion lizard
  llama lobster locust longhorn loon lynx macaque macaw mackerel magpie mallard mammoth man manatee mantis marlin
  marmoset marmot marten martin mastiff mayfly meerkat midge mink minnow mite moccasin mole molly monarch mongoose
  monkey monster moose moray mosquito moth mouse mudfish mule mullet muskox muskrat narwhal newt octopus opossum orca
  oriole oryx osprey ostrich otter owl ox oyster panda pangolin panther parakeet parrot peacock pegasus pelican penguin
  perch pheasant phoenix pig pigeon pika pipefish platypus pony poodle porpoise possum prawn puffin pug puma pup python
  quagga quail quetzal rabbit raccoon ram raptor rat raven ray redbird redfish reindeer rhino robin rodent rooster
  roughy sailfish salmon satyr sawfish scorpion sculpin seagull seahorse seal serval shad shark sheep shepherd shiner
  shrew shrimp silkworm skink skylark sloth slug snail snake snipe sole sparrow spider sponge squid squirrel stag
  stallion starfish starling stingray stinkbug stork stud sturgeon sunbeam sunbird sunfish swan swift swine tadpole
  tahr tapir tarpon teal termite terrapin terrier thrush tick tiger titmouse toad tomcat tortoise toucan treefrog
  troll trout tuna turkey turtle unicorn urchin vervet viper vulture wahoo wallaby walleye walrus warthog wasp
  waterbuck weasel weevil whale whippet wildcat wolf wombat woodcock worm wren yak yeti zebra
`);
