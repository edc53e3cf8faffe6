namespace Fer.Models.Tests;

public class NetworkZooTests
{
    [Fact]
    public void Every_name_makes_the_network_of_that_name()
    {
        Assert.Contains(FerdCnn.Name, NetworkZoo.Names);
        Assert.Equal(NetworkZoo.Names.Order(StringComparer.Ordinal), NetworkZoo.Names);
        foreach (string name in NetworkZoo.Names)
        {
            NetworkDefinition network = NetworkZoo.Create(name, 5);
            Assert.Equal((name, 5), (network.Name, network.Classes));
        }
    }

    [Fact]
    public void The_input_can_be_chosen() =>
        Assert.Equal(new TensorShape(3, 32, 40), NetworkZoo.Create(FerdCnn.Name, 7, new TensorShape(3, 32, 40)).Input);

    [Fact]
    public void An_unknown_name_is_an_error_that_lists_those_there_are()
    {
        string message = Assert.Throws<NetworkDefinitionException>(() => NetworkZoo.Create("lenet-5000", 7)).Message;
        Assert.Contains("'lenet-5000'", message, StringComparison.Ordinal);
        Assert.All(NetworkZoo.Names, name => Assert.Contains(name, message, StringComparison.Ordinal));
    }
}
