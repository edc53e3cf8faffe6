namespace Fer.Models;

/// <summary>The part of a residual network between its stem and its head: stages of equal blocks.</summary>
internal static class ResidualStages
{
    /// <summary>A method of <see cref="ResidualBlocks"/>.</summary>
    public delegate NetworkBuilder AddBlock(
        NetworkBuilder builder, string name, int inChannels, int channels, int stride, double stochasticDepth);

    /// <summary>Adds the stages "layer1", "layer2" and so on; each but the first halves the resolution.</summary>
    /// <param name="builder">The network so far.</param>
    /// <param name="addBlock">What a block consists of.</param>
    /// <param name="inChannels">The stem's channels.</param>
    /// <param name="stages">The channels and the number of blocks of every stage.</param>
    /// <param name="stochasticDepth">
    /// How often the last block is dropped while training; block l of L is dropped l / L times as often (the linear decay rule
    /// of Huang et al., "Deep networks with stochastic depth", 2016, equation 4).
    /// </param>
    public static NetworkBuilder AddResidualStages(
        this NetworkBuilder builder, AddBlock addBlock, int inChannels, (int Channels, int Blocks)[] stages, double stochasticDepth)
    {
        int number = 0, count = stages.Sum(stage => stage.Blocks), channels = inChannels;
        for (int stage = 0; stage < stages.Length; stage++)
        {
            for (int block = 0; block < stages[stage].Blocks; block++)
            {
                number++;
                int stride = stage > 0 && block == 0 ? 2 : 1;
                addBlock(builder, $"layer{stage + 1}.{block}", channels, stages[stage].Channels, stride, stochasticDepth * number / count);
                channels = stages[stage].Channels;
            }
        }

        return builder;
    }
}
